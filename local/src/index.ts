export { userCacheFolder } from './kafka/cache-folder.ts'
export { findLocalKafka, type LocalKafka, type LocalKafkaOptions, startLocalKafka } from './kafka/start-local-kafka.ts'
export { type LocalPostgres, type LocalPostgresOptions, startLocalPostgres } from './postgres/local-postgres.ts'
export { type LocalRegistry, type LocalRegistryOptions, startLocalRegistry } from './registry/start-local-registry.ts'
export { type DownOptions, type DownOutcome, downServices } from './services/down-services.ts'
export {
  type RegistryName,
  SERVICE_NAMES,
  type ServiceAddresses,
  type ServiceName,
  type ServicesWay,
} from './services/service-addresses.ts'
export { probeServices, type ServiceStatus } from './services/services-status.ts'
export { type UpOptions, upServices } from './services/up-services.ts'
