export { type Acl, type AclsOptions, type Component, leastAcls, type Operation } from './admin/acls.ts'
export type { FailPoint } from './commit/transactions.ts'
export { DEFAULT_TIMINGS, type KafkaConnection, type KafkaTimings, type RegistryConnection } from './connection.ts'
export {
  type ClusterReport,
  createTopics,
  inspectTopics,
  type KafkaEngine,
  type KafkaLog,
  type KafkaLogOptions,
  openKafkaLog,
  type TopicsOptions,
} from './kafka-log.ts'
export type { KafkaRawWriter } from './raw-writer.ts'
export { registrySource } from './schemas/registry-source.ts'
export type { SchemaAnswer, SchemaSource } from './schemas/schema-source.ts'
