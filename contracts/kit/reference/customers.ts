import type { CustomerActivity, CustomerTier } from '../../src/output-records.ts'
import { groupBy } from './group-by.ts'
import { totalOf } from './money.ts'
import type { Creation } from './orders.ts'
import { sortedByRank } from './rank.ts'

/** How long an order waits for earlier ones of other partitions, and at most goes back in time (C1, C2). */
const DELAY_MS = 5_000
const VIP_ORDERS = 10
const VIP_TOTAL = 100_000
const SESSION_GAP_MS = 1_800_000

interface CustomerOrder extends Creation {
  readonly effectiveTsMs: number
}

const withEffectiveTime = (creation: Creation): CustomerOrder => ({
  ...creation,
  effectiveTsMs: Math.max(creation.event.event_ts, creation.maxTsMs - DELAY_MS),
})

const tierOf = (orderCount: number, total: number): CustomerTier =>
  orderCount >= VIP_ORDERS || total >= VIP_TOTAL ? 'VIP' : 'REGULAR'

/** What a customer's session is after one more order (C4). */
const sessionOf = (previous: CustomerActivity | undefined, effectiveTsMs: number) =>
  previous === undefined || effectiveTsMs - previous.effective_ts > SESSION_GAP_MS
    ? { session_start: effectiveTsMs, session_orders: 1 }
    : { session_start: previous.session_start, session_orders: previous.session_orders + 1 }

/** A customer after one more order, given the row of the order before (C3 to C5). */
const activityAfter = (previous: CustomerActivity | undefined, order: CustomerOrder): CustomerActivity => {
  const { partition, record, event, created, effectiveTsMs } = order
  const { customer_id, currency, amount } = created
  const orderCount = (previous?.order_count ?? 0) + 1
  const total = totalOf([previous?.total_amount ?? 0, amount], `${customer_id}|${currency}`)
  return {
    customer_id,
    currency,
    order_id: event.order_id,
    order_count: orderCount,
    total_amount: total,
    tier: tierOf(orderCount, total),
    ...sessionOf(previous, effectiveTsMs),
    effective_ts: effectiveTsMs,
    event_ts: event.event_ts,
    source_timestamp: record.timestampMs,
    source_partition: partition,
    source_offset: record.offset,
  }
}

const activitiesOf = (orders: readonly CustomerOrder[]): readonly CustomerActivity[] => {
  let previous: CustomerActivity | undefined
  return orders.map((order) => {
    previous = activityAfter(previous, order)
    return previous
  })
}

/**
 * One row for each order that counts once every partition has reached `commonTimeMs` (C2, C5), customer by customer
 * and currency by currency. Throws OU1305 where the total of a customer is beyond 15 digits.
 */
export const customerRowsOf = (creations: readonly Creation[], commonTimeMs: number): readonly CustomerActivity[] => {
  const counted = creations
    .map(withEffectiveTime)
    .filter(({ effectiveTsMs }) => effectiveTsMs < commonTimeMs - DELAY_MS)
  const inOrder = sortedByRank(counted, ({ effectiveTsMs, partition, record }) => [
    effectiveTsMs,
    partition,
    record.offset,
  ])
  const byCustomer = groupBy(inOrder, ({ created }) => `${created.customer_id}|${created.currency}`)
  return [...byCustomer.values()].flatMap(activitiesOf)
}
