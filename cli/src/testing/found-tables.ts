import { OUTPUT_NAMES, type OutputName } from '@order-up/contracts'
import type { DatabaseClient } from '../database/client.ts'
import { TABLE_OF } from '../demo/database-totals.ts'
import { keyOf, type Row, type Rows } from './expected-tables.ts'

/** A value of the database in the form of the value that is expected of it. */
const like = (expected: unknown, found: unknown): unknown => {
  if (found === undefined || found === null) return found
  if (Array.isArray(expected)) return (found as readonly Row[]).map((item, at) => rowLike(expected[at] ?? item, item))
  if (Buffer.isBuffer(found)) return found.toString('hex')
  if (typeof expected !== 'number') return found
  return typeof found === 'object' || Number.isNaN(Number(found)) ? new Date(found as string).getTime() : Number(found)
}

const rowLike = (expected: Row, found: Row): Row =>
  Object.fromEntries(Object.keys(expected).map((name) => [name, like(expected[name], found[name])]))

const readTable = async (client: DatabaseClient, output: OutputName, expected: Rows): Promise<Rows> => {
  const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${TABLE_OF[output]}`)
  const sample = expected.values().next().value ?? {}
  return new Map(
    rows.map((found) => {
      const key = keyOf(output, rowLike(sample, found))
      return [key, rowLike(expected.get(key) ?? sample, found)]
    }),
  )
}

const differences = (expected: Rows, found: Rows): readonly string[] =>
  [...new Set([...expected.keys(), ...found.keys()])]
    .map((key) => [JSON.stringify(expected.get(key)), JSON.stringify(found.get(key))])
    .filter(([wanted, given]) => wanted !== given)
    .map(([wanted = 'nothing', given = 'nothing']) => `expected ${wanted}\n   found ${given}`)

/** How the tables differ from what is expected of them, by table, row by row; a few of each. */
export const tableDifferences = async (
  client: DatabaseClient,
  expected: Readonly<Record<OutputName, Rows>>,
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found: Record<string, readonly string[]> = {}
  for (const output of OUTPUT_NAMES) {
    const rows = await readTable(client, output, expected[output])
    found[TABLE_OF[output]] = differences(expected[output], rows).slice(0, 3)
  }
  return found
}
