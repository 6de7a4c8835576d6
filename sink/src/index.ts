export {
  DEFAULT_GROUP,
  DEFAULT_LOAD_LIMITS,
  type Loaded,
  type LoadLimits,
  runSink,
  type SinkRun,
} from './loader/run-sink.ts'
export type { SinkSummary, TableSummary } from './loader/sink-summary.ts'
export { addressText, connectDatabase, type DatabaseAddress } from './postgres/connection.ts'
export { planText } from './postgres/plan-text.ts'
export { openPostgresSink, type PostgresSinkOptions } from './postgres/postgres-sink.ts'
export { ddlText } from './postgres/table-definitions.ts'
