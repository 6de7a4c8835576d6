import { METRIC_NAMES, METRICS, type MetricDimension, type MetricName, UNCATEGORIZED } from '../../src/metric-table.ts'
import type { OrderCreated } from '../../src/order-event.ts'
import { regionOf } from './enrichment.ts'
import type { Creation } from './orders.ts'
import { sortedByRank } from './rank.ts'
import { windowStartOf } from './time.ts'

/** What one order adds to one window of one metric. */
export interface Contribution {
  readonly metric: MetricName
  readonly dimension: string
  readonly currency: string
  readonly windowStartMs: number
  readonly customerId: string
  readonly amount: number
  /** The order came after the window had closed, judged by its own partition (M2): it adds nothing. */
  readonly late: boolean
}

/** Exclusive end of a window (T3). */
export const windowEndOf = (metric: MetricName, windowStartMs: number): number => windowStartMs + METRICS[metric].sizeMs

/** The event time from which on a window is closed for good (M2, M3). */
export const closingTimeOf = (metric: MetricName, windowStartMs: number): number =>
  windowEndOf(metric, windowStartMs) + METRICS[metric].latenessMs

const amountByCategory = ({ items, amount }: OrderCreated): ReadonlyMap<string, number> => {
  if (items.length === 0) return new Map([[UNCATEGORIZED, amount]])
  const amounts = new Map<string, number>()
  for (const { category, quantity, unit_price } of items)
    amounts.set(category, (amounts.get(category) ?? 0) + quantity * unit_price)
  return amounts
}

/** The dimensions under which an order counts, with the amount that it adds to each. */
const AMOUNTS: Readonly<Record<MetricDimension, (order: OrderCreated) => ReadonlyMap<string, number>>> = {
  region: ({ customer_id, amount }) => new Map([[regionOf(customer_id), amount]]),
  none: ({ amount }) => new Map([['', amount]]),
  category: amountByCategory,
}

/** Every contribution of an accepted order, late ones too, by metric table order, then dimension bytes. */
export const contributionsOf = ({ event, created, maxTsMs }: Creation): readonly Contribution[] =>
  METRIC_NAMES.flatMap((metric) => {
    const { dimension: kind, sizeMs } = METRICS[metric]
    const windowStartMs = windowStartOf(event.event_ts, sizeMs)
    const late = closingTimeOf(metric, windowStartMs) <= maxTsMs
    const { currency, customer_id: customerId } = created
    const amounts = sortedByRank([...AMOUNTS[kind](created)], ([dimension]) => [Buffer.from(dimension)])
    return amounts.map(([dimension, amount]) => ({
      metric,
      dimension,
      currency,
      windowStartMs,
      customerId,
      amount,
      late,
    }))
  })
