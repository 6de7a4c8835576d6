import { formatMoney, type LoadRecord, OUTPUT_TOPICS, type Timers } from '@order-up/contracts'
import { runSink } from '../src/loader/run-sink.ts'
import type { ColumnType } from '../src/plan/columns.ts'
import { MERGE_PLANS, METADATA_COLUMNS } from '../src/plan/merge-plan.ts'
import { planRows } from '../src/plan/plan-rows.ts'
import { connectDatabase, type DatabaseAddress } from '../src/postgres/connection.ts'
import { onConflict, tableInput } from '../src/postgres/load-statement.ts'
import { openPostgresSink } from '../src/postgres/postgres-sink.ts'
import { curatedReader } from './curated-reader.ts'
import { curatedWorkload } from './curated-workload.ts'

export interface LoadBenchmarkOptions {
  /** An empty schema of its own, by the search_path of the address. */
  readonly address: DatabaseAddress
  readonly rows: number
  readonly timers: Timers
  /** A monotonic clock in ms. */
  readonly nowMs: () => number
}

/** Rows a second of the sink, and of the same upsert row by row in transactions of 1,000, in the same run. */
export interface LoadBenchmark {
  readonly sinkRowsPerSecond: number
  readonly rowByRowRowsPerSecond: number
  readonly ratio: number
}

const TRANSACTION_ROWS = 1_000
const PARTITIONS = 4
const PLAN = MERGE_PLANS.curated

/** Loads what a log with these records has to offer, as `sink run --until-end` does; returns how long it took, in ms. */
const loadAll = async ({ address, timers, nowMs }: LoadBenchmarkOptions, records: readonly LoadRecord[]) => {
  const { signal } = new AbortController()
  const sink = await openPostgresSink({ address, timers, random: () => 0, signal })
  const startMs = nowMs()
  await runSink({ reader: curatedReader(records, PARTITIONS), sink, signal, timers, untilEnd: true })
  const tookMs = nowMs() - startMs
  await sink.close()
  return tookMs
}

/** A field as one parameter. */
const parameter = (type: ColumnType, value: unknown): unknown => {
  if (type.kind === 'decimal') return formatMoney(value as number)
  return type.kind === 'instant' ? new Date(value as number) : value
}

/** The upsert of one row, guarded by its version as the sink's is. */
const rowStatement = (): string => {
  const names = [...tableInput(PLAN).map(({ name }) => name), METADATA_COLUMNS.source.name]
  const parameters = names.map((_, at) => `$${at + 1}`)
  return `INSERT INTO ${PLAN.table} AS stored (${names.join(', ')}) VALUES (${parameters.join(', ')}) ${onConflict(PLAN)}`
}

/** Upserts records one by one; returns how long it took, in ms. */
const upsertAll = async ({ address, nowMs }: LoadBenchmarkOptions, records: readonly LoadRecord[]) => {
  const client = await connectDatabase(address)
  const text = rowStatement()
  const startMs = nowMs()
  for (let at = 0; at < records.length; at += TRANSACTION_ROWS) {
    await client.query('BEGIN')
    const batch = records.slice(at, at + TRANSACTION_ROWS)
    for (const row of planRows({ output: 'curated', spans: [], records: batch })) {
      const values = [...tableInput(PLAN).map(({ type, value }) => parameter(type, value(row))), OUTPUT_TOPICS.curated]
      await client.query({ name: 'row', text, values })
    }
    await client.query('COMMIT')
  }
  const tookMs = nowMs() - startMs
  await client.end()
  return tookMs
}

const empty = async (address: DatabaseAddress): Promise<void> => {
  const client = await connectDatabase(address)
  await client.query(`TRUNCATE ${PLAN.table}, sink_offsets`)
  await client.end()
}

/**
 * Measures the load of `rows` order rows, half of them updates, into a table of as many rows: by the sink in batches of
 * 5,000, with fence, guard and decoding, against single-row upserts with the same guard and decoding.
 */
export const measureLoad = async (options: LoadBenchmarkOptions): Promise<LoadBenchmark> => {
  const { rows, address } = options
  const records = curatedWorkload({ stored: rows, loaded: rows, partitions: PARTITIONS })
  const stored = records.slice(0, rows)
  await loadAll(options, stored)
  const sinkMs = await loadAll(options, records)
  await empty(address)
  await loadAll(options, stored)
  const rowByRowMs = await upsertAll(options, records.slice(rows))
  const perSecond = (ms: number): number => Math.round((rows * 1_000) / ms)
  return {
    sinkRowsPerSecond: perSecond(sinkMs),
    rowByRowRowsPerSecond: perSecond(rowByRowMs),
    ratio: rowByRowMs / sinkMs,
  }
}
