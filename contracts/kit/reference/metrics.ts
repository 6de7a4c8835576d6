import type { OrderMetric } from '../../src/output-records.ts'
import { type Contribution, closingTimeOf, contributionsOf, windowEndOf } from './contributions.ts'
import { groupBy } from './group-by.ts'
import { halfUp, totalOf } from './money.ts'
import type { Creation } from './orders.ts'

/** Windows are apart by metric, dimension and currency (M1). */
const windowKeyOf = ({ metric, dimension, currency, windowStartMs }: Contribution): string =>
  `${metric}|${dimension}|${currency}|${windowStartMs}`

/** The row of the window to which all of `contributions`, at least one, belong (M1). */
const metricRow = (contributions: readonly Contribution[]): OrderMetric => {
  const first = contributions[0] as Contribution
  const { metric, dimension, currency, windowStartMs } = first
  const amounts = contributions.map(({ amount }) => amount)
  const total = totalOf(amounts, windowKeyOf(first))
  return {
    metric,
    dimension,
    currency,
    window_start: windowStartMs,
    window_end: windowEndOf(metric, windowStartMs),
    order_count: amounts.length,
    unique_customers: new Set(contributions.map(({ customerId }) => customerId)).size,
    total_amount: total,
    avg_order_value: halfUp(total, amounts.length),
    max_order_value: amounts.reduce((greatest, amount) => Math.max(greatest, amount)),
  }
}

/**
 * The row of each window that is closed once every partition has reached `commonTimeMs` (M3); a window without
 * contributions has none. Throws OU1305 where the total of a window, closed or still open, is beyond 15 digits.
 */
export const metricRowsOf = (creations: readonly Creation[], commonTimeMs: number): readonly OrderMetric[] => {
  const accepted = creations.flatMap(contributionsOf).filter(({ late }) => !late)
  const rows = [...groupBy(accepted, windowKeyOf).values()].map(metricRow)
  return rows.filter(({ metric, window_start }) => closingTimeOf(metric, window_start) <= commonTimeMs)
}
