import { OUTPUT_NAMES, type OutputName, type OutputRecords } from '@order-up/contracts'
import { type ReferenceOutputs, recordToJson } from '@order-up/contracts/kit'

/** A row by the names of its fields: money and bytes as text, instants as epoch ms. */
export type Row = Readonly<Record<string, unknown>>

/** The rows of one table by the columns that identify them. */
export type Rows = ReadonlyMap<string, Row>

/** What identifies a row of each output's table. */
const KEYS: Readonly<Record<OutputName, readonly string[]>> = {
  curated: ['order_id'],
  customers: ['customer_id', 'currency'],
  metrics: ['metric', 'dimension', 'currency', 'window_start'],
  late: ['source_partition', 'source_offset'],
  dlq: ['source_partition', 'source_offset'],
}

export const keyOf = (output: OutputName, row: Row): string => KEYS[output].map((name) => row[name]).join('|')

type Newer = (row: Row, than: Row) => boolean

const once: Newer = () => {
  throw new Error('the reference writes this key twice')
}

/** Which of two records of a key its row shows: of an order that of the lower partition, there the later one. */
const NEWER: Readonly<Record<OutputName, Newer>> = {
  curated: (row, than) =>
    row.source_partition === than.source_partition
      ? Number(row.source_offset) > Number(than.source_offset)
      : Number(row.source_partition) < Number(than.source_partition),
  customers: (row, than) => Number(row.order_count) > Number(than.order_count),
  metrics: once,
  late: once,
  dlq: once,
}

const rowsOf = (output: OutputName, records: readonly OutputRecords[OutputName][]): Rows => {
  const rows = new Map<string, Row>()
  for (const record of records) {
    const row = recordToJson(output, record as never)
    const key = keyOf(output, row)
    const before = rows.get(key)
    if (before === undefined || NEWER[output](row, before)) rows.set(key, row)
  }
  return rows
}

/** What every table has to hold when all that the reference yields has been loaded. */
export const expectedTables = (outputs: ReferenceOutputs): Readonly<Record<OutputName, Rows>> =>
  Object.fromEntries(
    OUTPUT_NAMES.map((output) => [
      output,
      rowsOf(
        output,
        outputs[output].flat().map(({ value }) => value),
      ),
    ]),
  ) as Record<OutputName, Rows>
