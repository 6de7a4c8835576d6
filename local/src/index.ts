export { userCacheFolder } from './kafka/cache-folder.ts'
export { findLocalKafka, type LocalKafka, type LocalKafkaOptions, startLocalKafka } from './kafka/start-local-kafka.ts'
export { type LocalPostgres, type LocalPostgresOptions, startLocalPostgres } from './postgres/local-postgres.ts'
export { type LocalRegistry, type LocalRegistryOptions, startLocalRegistry } from './registry/start-local-registry.ts'
