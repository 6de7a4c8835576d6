import type { RunSummary } from '@order-up/contracts'
import type { DatabaseTotals } from './database-totals.ts'
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

/**
 * Everything that has to add up when a log has been declared complete (E5): every raw record is refused, held, curated
 * or a heartbeat; every topic is in its table; every order placed is counted once by each metric and for its customer,
 * and so is its money.
 */
export const conservation = ({ sent, seen, summary, tables }: Counted): readonly Equation[] => [
  { says: 'records sent = records in the raw topic', left: sent, right: seen.raw },
  {
    says: 'raw records = refused + held + curated + heartbeats',
    left: seen.raw,
    right: tables.refused + summary.held + seen.outputs.curated + seen.heartbeats,
  },
  { says: 'rows of orders = orders in the curated topic', left: tables.rows.orders, right: seen.orders },
  { says: 'rows of customers = customers in their topic', left: tables.rows.customers, right: seen.customers },
  {
    says: 'rows of order_metrics = records in their topic',
    left: tables.rows.order_metrics,
    right: seen.outputs.metrics,
  },
  { says: 'rows of late_orders = records in their topic', left: tables.rows.late_orders, right: seen.outputs.late },
  { says: 'rows of dead_letters = records in their topic', left: tables.rows.dead_letters, right: seen.outputs.dlq },
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
  {
    says: 'currencies in which customers and regions disagree = none',
    left: tables.unequalCurrencies,
    right: 0,
  },
]
