import { OUTPUT_NAMES, type OutputName, type OutputRecords, parseMoney } from '@order-up/contracts'
import type { SinkTables, StoredConflict, StoredRow } from '@order-up/contracts/kit'
import type pg from 'pg'
import type { Column, ColumnType } from '../src/plan/columns.ts'
import { MERGE_PLANS } from '../src/plan/merge-plan.ts'
import { readValue } from '../src/postgres/column-types.ts'
import { connectDatabase, type DatabaseAddress } from '../src/postgres/connection.ts'

type Row = Readonly<Record<string, unknown>>

const readRecord = (columns: readonly Column[], row: Row, read: (type: ColumnType, value: unknown) => unknown) =>
  Object.fromEntries(columns.map(({ name, type }) => [name, read(type, row[name])]))

const readRows = async (client: pg.Client, output: OutputName): Promise<readonly StoredRow[]> => {
  const { table, columns } = MERGE_PLANS[output]
  const { rows } = await client.query<Row>(`SELECT * FROM ${table}`)
  return rows.map((row) => ({
    record: readRecord(columns, row, readValue) as unknown as OutputRecords[OutputName],
    source: row.source as string,
    processedAtMs: Number(row.processed_at),
    processingDurationMs: row.processing_duration_ms === null ? null : Number(row.processing_duration_ms),
  }))
}

/** A field from the JSON that PostgreSQL makes of a row. */
const readJson = (type: ColumnType, value: unknown): unknown => {
  if (value === null) return null
  if (type.kind === 'instant') return Date.parse(value as string)
  if (type.kind === 'decimal') return parseMoney((value as number).toFixed(2))
  if (type.kind === 'bytes') return Buffer.from((value as string).slice(2), 'hex')
  return readValue(type, value)
}

interface ConflictRow {
  readonly table_name: string
  readonly record_key: string
  readonly kind: StoredConflict['kind']
  readonly partition: number
  readonly content: Row
}

const readConflict = ({ table_name, record_key, kind, partition, content }: ConflictRow): StoredConflict => {
  const output = OUTPUT_NAMES.find((name) => MERGE_PLANS[name].table === table_name)!
  const record = readRecord(MERGE_PLANS[output].columns, content, readJson) as unknown as OutputRecords[OutputName]
  return { output, key: record_key, kind, partition, record }
}

/** Everything that the sink's tables hold, as records of the contract: to be compared with what they ought to hold. */
export const readTables = async (address: DatabaseAddress): Promise<SinkTables> => {
  const client = await connectDatabase(address)
  try {
    const rows: Partial<Record<OutputName, readonly StoredRow[]>> = {}
    for (const output of OUTPUT_NAMES) rows[output] = await readRows(client, output)
    const conflicts = await client.query<ConflictRow>('SELECT * FROM sink_conflicts')
    return { rows: rows as SinkTables['rows'], conflicts: conflicts.rows.map(readConflict) }
  } finally {
    await client.end()
  }
}
