import { OrderUpError } from '@order-up/contracts'
import type pg from 'pg'
import { ddlText, TABLES, type TableDefinition } from './table-definitions.ts'

/** Held while tables are made or groups claimed, by one loader of a database at a time. */
const SINK_LOCK = 7_263_180_415

/** Runs `body` in a transaction that no other loader's can run beside. */
export const inLockedTransaction = async <T>(client: pg.Client, body: () => Promise<T>): Promise<T> => {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [SINK_LOCK])
    const result = await body()
    await client.query('COMMIT')
    return result
  } catch (failure) {
    await client.query('ROLLBACK').catch(() => {})
    throw failure
  }
}

/** A column as the catalogue has it. */
interface FoundColumn {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly filled: boolean
  readonly key: boolean
}

const COLUMNS = `
SELECT wanted AS table, a.attname AS name,
       regexp_replace(format_type(a.atttypid, a.atttypmod), '^timestamp(.*) with time zone', 'timestamptz\\1') AS type,
       a.attnotnull AS required, a.atthasdef OR a.attidentity <> '' AS filled,
       coalesce(a.attnum = ANY (i.indkey), false) AS key
FROM unnest($1::text[]) AS wanted
JOIN pg_attribute a ON a.attrelid = to_regclass(wanted)
LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
WHERE a.attnum > 0 AND NOT a.attisdropped`

/** What keeps a found table from serving as the defined one; columns of others' own are let be where they fill themselves. */
const mismatches = ({ columns, primaryKey }: TableDefinition, found: readonly FoundColumn[]): string[] => {
  const byName = new Map(found.map((column) => [column.name, column]))
  const key = found.filter((column) => column.key).map(({ name }) => name)
  const wrong = columns.flatMap(({ name, type, nullable }) => {
    const column = byName.get(name)
    if (column === undefined) return [`column ${name} is missing`]
    if (column.type !== type) return [`column ${name} is ${column.type}, not ${type}`]
    return nullable && column.required ? [`column ${name} must allow NULL`] : []
  })
  const alien = found.filter(
    ({ name, required, filled }) => required && !filled && !columns.some((c) => c.name === name),
  )
  return [
    ...wrong,
    ...alien.map(({ name }) => `column ${name} must have a default`),
    ...([...key].sort().join() === [...primaryKey].sort().join()
      ? []
      : [`primary key must be ${primaryKey.join(', ')}`]),
  ]
}

/** The columns of the tables that are there. */
const findTables = async (client: pg.Client): Promise<ReadonlyMap<string, readonly FoundColumn[]>> => {
  const { rows } = await client.query<FoundColumn>(COLUMNS, [TABLES.map(({ table }) => table)])
  const found = new Map<string, FoundColumn[]>()
  for (const column of rows) found.set(column.table, [...(found.get(column.table) ?? []), column])
  return found
}

/** Makes the tables that are missing and checks those that are there. Throws OU1308 where one does not fit its plan. */
export const prepareTables = async (client: pg.Client): Promise<void> => {
  let found = await findTables(client)
  if (found.size < TABLES.length) {
    await inLockedTransaction(client, () => client.query(ddlText()))
    found = await findTables(client)
  }
  const details = TABLES.flatMap((definition) =>
    mismatches(definition, found.get(definition.table) ?? []).map((mismatch) => `${definition.table}: ${mismatch}`),
  )
  if (details.length > 0) throw new OrderUpError('OU1308', { detail: details.join('; ') })
}
