import type { LateOrder } from '../../src/output-records.ts'
import { type Contribution, contributionsOf } from './contributions.ts'
import type { Creation } from './orders.ts'

const lateOrder = ({ partition, record, event, created, maxTsMs }: Creation, refused: Contribution[]): LateOrder => ({
  order_id: event.order_id,
  customer_id: created.customer_id,
  currency: created.currency,
  amount: created.amount,
  event_ts: event.event_ts,
  partition_max_ts: maxTsMs,
  late_for: refused.map(({ metric, dimension, windowStartMs, amount }) => ({
    metric,
    dimension,
    window_start: windowStartMs,
    amount,
  })),
  source_timestamp: record.timestampMs,
  source_partition: partition,
  source_offset: record.offset,
})

/** One record for each accepted order that is late for a metric, with every contribution refused (M2). */
export const lateOrdersOf = (creations: readonly Creation[]): readonly LateOrder[] =>
  creations.flatMap((creation) => {
    const refused = contributionsOf(creation).filter(({ late }) => late)
    return refused.length === 0 ? [] : [lateOrder(creation, refused)]
  })
