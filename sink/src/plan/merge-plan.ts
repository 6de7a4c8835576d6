import { OUTPUT_SCHEMAS, type OutputName } from '@order-up/contracts'
import { type Column, columnsOf } from './columns.ts'

/** How the records of one output become rows of one table, in no database's words. */
export interface MergePlan {
  readonly output: OutputName
  readonly table: string
  /** What identifies a row. */
  readonly key: readonly string[]
  /** The column that is higher in the newer record of a key; none where a key is written once. */
  readonly version?: string
  /**
   * The column that all records of a key must agree in. A record with another value is another thing of the same name:
   * the lowest value keeps the key, whichever came first, and the others are reported.
   */
  readonly home?: string
  /** The fields of the record. */
  readonly columns: readonly Column[]
}

const plan = (output: OutputName, rules: Omit<MergePlan, 'output' | 'columns'>): MergePlan => ({
  output,
  ...rules,
  columns: columnsOf(OUTPUT_SCHEMAS[output]),
})

/**
 * The merge plan of each output. Orders and customers hold the latest record of their key; the other tables hold every
 * record once, under its identity in the contract.
 */
export const MERGE_PLANS: Readonly<Record<OutputName, MergePlan>> = {
  curated: plan('curated', {
    table: 'orders',
    key: ['order_id'],
    version: 'source_offset',
    home: 'source_partition',
  }),
  customers: plan('customers', {
    table: 'customers',
    key: ['customer_id', 'currency'],
    version: 'order_count',
  }),
  metrics: plan('metrics', {
    table: 'order_metrics',
    key: ['metric', 'dimension', 'currency', 'window_start'],
  }),
  late: plan('late', { table: 'late_orders', key: ['source_partition', 'source_offset'] }),
  dlq: plan('dlq', { table: 'dead_letters', key: ['source_partition', 'source_offset'] }),
}

/**
 * Columns that every table has beside the fields: the topic that the record was loaded from; when the engine wrote it
 * (its Kafka timestamp); how long after the raw record's timestamp that was, in ms, null for a metric, which has no one
 * raw record; when the row was loaded or last replaced, by the database's clock.
 */
export const METADATA_COLUMNS = {
  source: { name: 'source', type: { kind: 'text' }, nullable: false },
  processedAt: { name: 'processed_at', type: { kind: 'instant' }, nullable: false },
  processingDurationMs: { name: 'processing_duration_ms', type: { kind: 'long' }, nullable: true },
  loadedAt: { name: 'loaded_at', type: { kind: 'instant' }, nullable: false },
} as const satisfies Record<string, Column>
