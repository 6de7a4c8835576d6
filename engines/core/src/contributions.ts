import {
  compareUtf8,
  METRIC_NAMES,
  METRICS,
  type MetricDimension,
  type MetricName,
  type OrderCreated,
  type OrderItem,
  UNCATEGORIZED,
} from '@order-up/contracts'
import { regionOf } from './enrich.ts'

/** What one placed order adds to one dimension of one metric (M1). */
export interface Contribution {
  readonly metric: MetricName
  readonly dimension: string
  readonly amountMinor: number
}

/** An order's share by dimension: the dimension, and the amount that counts there. */
type Shares = readonly (readonly [dimension: string, amountMinor: number])[]

const SHARES_BY: Readonly<Record<MetricDimension, (order: OrderCreated) => Shares>> = {
  region: (order) => [[regionOf(order.customer_id), order.amount]],
  none: (order) => [['', order.amount]],
  category: (order) => (order.items.length === 0 ? [[UNCATEGORIZED, order.amount]] : byCategory(order.items)),
}

const byCategory = (items: readonly OrderItem[]): Shares => {
  const sums = new Map<string, number>()
  for (const { category, quantity, unit_price } of items)
    sums.set(category, (sums.get(category) ?? 0) + quantity * unit_price)
  return [...sums].sort(([left], [right]) => compareUtf8(left, right))
}

/** Every contribution of a placed order, by the order of the metric table, then by dimension bytes (M1, M2). */
export const contributionsOf = (order: OrderCreated): readonly Contribution[] => {
  const contributions: Contribution[] = []
  for (const metric of METRIC_NAMES)
    for (const [dimension, amountMinor] of SHARES_BY[METRICS[metric].dimension](order))
      contributions.push({ metric, dimension, amountMinor })
  return contributions
}
