import type { LateFor, LateOrder } from '@order-up/contracts'
import { contributionsOf } from '@order-up/engine-core'
import type { Make } from '../graph/node.ts'
import type { SourceContext } from '../task/task-context.ts'
import { effectiveMsOf, type PlacedOrder } from './count-customers.ts'
import type { PlacedEvent } from './fold-orders.ts'
import { type Contribution, closesAtMs, windowStartMs } from './metric-windows.ts'

export interface PlacedOrders {
  readonly late: LateOrder
  readonly contribution: Contribution
  readonly order: PlacedOrder
}

const lateOrder = ({ event, order, source }: PlacedEvent, maxTsMs: number, lateFor: readonly LateFor[]): LateOrder => ({
  order_id: event.order_id,
  customer_id: order.customer_id,
  currency: order.currency,
  amount: order.amount,
  event_ts: event.event_ts,
  partition_max_ts: maxTsMs,
  late_for: lateFor,
  ...source,
})

const placedOrder = ({ event, order, source }: PlacedEvent, maxTsMs: number): PlacedOrder => ({
  partition: source.source_partition,
  offset: source.source_offset,
  effectiveMs: effectiveMsOf(event.event_ts, maxTsMs),
  eventMs: event.event_ts,
  sourceTimestampMs: source.source_timestamp,
  orderId: event.order_id,
  customerId: order.customer_id,
  currency: order.currency,
  amountMinor: order.amount,
})

/**
 * Splits a placed order into what it contributes to windows and to its customer. What is late for its own partition's
 * time contributes nothing, and goes aside as one late order (M2).
 */
export const placeOrders: Make<PlacedEvent, PlacedOrders, SourceContext> = ({ time }, outlets) => ({
  accept: (placed) => {
    const { event, order } = placed
    const { maxTsMs } = time
    const late: LateFor[] = []
    for (const { metric, dimension, amountMinor } of contributionsOf(order)) {
      const startMs = windowStartMs(metric, event.event_ts)
      if (closesAtMs(metric, startMs) <= maxTsMs)
        late.push({ metric, dimension, window_start: startMs, amount: amountMinor })
      else {
        const { currency, customer_id: customerId } = order
        outlets.contribution.accept({ metric, dimension, currency, startMs, customerId, amountMinor })
      }
    }
    if (late.length > 0) outlets.late.accept(lateOrder(placed, maxTsMs, late))
    return outlets.order.accept(placedOrder(placed, maxTsMs))
  },
})
