export { avroType } from './avro-types.ts'
export { compareUtf8 } from './compare-utf8.ts'
export { CURRENCIES } from './currencies.ts'
export {
  DEAD_LETTER_CODES,
  DEAD_LETTER_REASONS,
  type DeadLetterCode,
  type DeadLetterReason,
  type ErrorType,
} from './dead-letter-codes.ts'
export { decodeDecimal, encodeDecimal } from './decimal.ts'
export {
  DEFAULT_LIMITS,
  type Engine,
  type EngineObserver,
  type EngineRun,
  type RunSummary,
  type StepLimits,
  type TaskReport,
  type Timers,
} from './engine-port.ts'
export { ERRORS, type ErrorCode, type ErrorDefinition, EXIT } from './error-codes.ts'
export { type ErrorContext, OrderUpError } from './errors.ts'
export { encodeOrderEvent } from './event-codec.ts'
export { eventFromJson } from './event-json.ts'
export { eventJsonInBody } from './event-json-in-body.ts'
export { FRAME_BYTES, frame, isFramed, MAX_SCHEMA_ID, schemaIdOf } from './framing.ts'
export type {
  Batch,
  ChangelogMark,
  ClaimedTask,
  InternalRecord,
  InternalTopic,
  Log,
  LogRecord,
  OutputRecord,
  Position,
  RawAppend,
  RawWriter,
  StateChange,
  StateCopy,
  Step,
  Task,
  TaskPlan,
  TopicPartition,
  TopicReader,
} from './log-port.ts'
export {
  METRIC_NAMES,
  METRICS,
  type MetricDefinition,
  type MetricDimension,
  type MetricName,
  UNCATEGORIZED,
} from './metric-table.ts'
export { divideHalfUp, formatMoney, parseMoney } from './money.ts'
export { murmur2, partitionOf } from './murmur2.ts'
export {
  type Basket,
  EVENT_TYPES,
  type EventType,
  type OrderCreated,
  type OrderEvent,
  type OrderItem,
  type OrderUpdated,
  PAYLOAD_OF,
  type Payload,
} from './order-event.ts'
export { outputCodecs } from './output-codecs.ts'
export { outputKeys } from './output-keys.ts'
export type {
  CuratedOrder,
  CustomerActivity,
  CustomerTier,
  DeadLetter,
  LateFor,
  LateOrder,
  OrderMetric,
  OrderStatus,
  OrderValueCategory,
  OutputRecords,
  SourceRecord,
} from './output-records.ts'
export { compileDecoder, type DecodeEvent } from './raw-decoder.ts'
export { ORDER_EVENT_SCHEMA, OUTPUT_SCHEMAS, SCHEMA_FOLDER } from './schemas.ts'
export type {
  ConflictKind,
  LoadBatch,
  LoadConflict,
  LoadRecord,
  LoadReport,
  LoadSpan,
  Sink,
  SinkClaim,
} from './sink-port.ts'
export {
  DEFAULT_PARTITIONS,
  internalTopic,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
  RAW_TOPIC,
  shadowTopic,
  subjectOf,
  TOPIC_SETTINGS,
} from './topics.ts'
export { type ValueCodec, valueCodec } from './value-codec.ts'
export { wholeCopy } from './whole-copy.ts'
export { withTasks } from './with-tasks.ts'
