import { OUTPUT_TOPICS, type OutputName, type RunSummary } from '@order-up/contracts'
import { type DatabaseTotals, TABLE_OF, type TableName } from './database-totals.ts'
import type { Observations } from './witness.ts'

/** Two numbers that were found in different ways and have to be the same. */
export interface Equation {
  readonly says: string
  readonly left: number
  readonly right: number
}

export const holds = ({ left, right }: Equation): boolean => left === right

export interface Counted {
  /** Records that the producer had confirmed. */
  readonly sent: number
  /** What the witness read in the topics. */
  readonly seen: Observations
  /** What the engine says of itself. */
  readonly summary: RunSummary
  /** What SQL finds in the tables. */
  readonly tables: DatabaseTotals
}

const TABLES = Object.entries(TABLE_OF) as [OutputName, TableName][]

/** What the engine says of itself is what the topics hold. */
const engineEquations = ({ seen, summary }: Counted): readonly Equation[] => [
  { says: 'raw records the engine read', left: summary.records, right: seen.raw },
  {
    says: 'records the engine refused = dead letters but orphans',
    left: Object.values(summary.refused).reduce((sum, letters) => sum + letters, 0),
    right: seen.refused,
  },
  { says: 'heartbeats the engine took = in the raw topic', left: summary.heartbeats, right: seen.heartbeats },
  { says: 'events the engine curated = curated records', left: summary.curated, right: seen.outputs.curated },
  ...TABLES.map(([output]) => ({
    says: `records the engine wrote to ${OUTPUT_TOPICS[output]}`,
    left: summary.outputs[output],
    right: seen.outputs[output],
  })),
]

/** Each table holds what its topic does: one row a key, or one a record. */
const tableEquations = ({ seen, tables }: Counted): readonly Equation[] => {
  const keys: Partial<Record<OutputName, number>> = { curated: seen.orders, customers: seen.customers }
  return [
    ...TABLES.map(([output, table]) => ({
      says: `rows of ${table} = ${keys[output] === undefined ? 'records' : 'keys'} in ${OUTPUT_TOPICS[output]}`,
      left: tables.rows[table],
      right: keys[output] ?? seen.outputs[output],
    })),
    { says: 'dead letters of orphans', left: tables.rows.dead_letters - tables.refused, right: seen.orphans },
  ]
}

/**
 * Everything that has to add up when a log has been declared complete (E5): every raw record is refused, held, curated
 * or a heartbeat; every topic is in its table; every order placed is counted once for its customer and once by each
 * metric, and so is its money.
 */
export const conservation = (counted: Counted): readonly Equation[] => {
  const { sent, seen, summary, tables } = counted
  return [
    { says: 'records sent = records in the raw topic', left: sent, right: seen.raw },
    {
      says: 'raw records = refused + held + curated + heartbeats',
      left: seen.raw,
      right: tables.refused + summary.held + seen.outputs.curated + seen.heartbeats,
    },
    ...engineEquations(counted),
    ...tableEquations(counted),
    {
      says: 'orders counted for customers = records in their topic',
      left: tables.customerOrders,
      right: seen.outputs.customers,
    },
    {
      says: 'orders in minute windows + late for one = orders counted for customers',
      left: tables.minuteOrders + tables.lateForMinute,
      right: tables.customerOrders,
    },
    { says: 'currencies in which customers and regions disagree', left: tables.unequalCurrencies, right: 0 },
  ]
}
