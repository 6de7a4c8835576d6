import type { CustomerActivity } from '@order-up/contracts'
import { addToTotal, recordCodec, tierOf } from '@order-up/engine-core'
import type { Make } from '../graph/node.ts'
import type { SortSpec } from '../operators/event-time-sort.ts'
import { timeKey } from '../state/time-key.ts'
import type { TaskContext } from '../task/task-context.ts'

const DISORDER_MS = 5_000
const SESSION_GAP_MS = 1_800_000

/** An accepted ORDER_CREATED that waits to be counted (C2). */
export interface PlacedOrder {
  readonly partition: number
  readonly offset: number
  /** `max(event_ts, maxTs(p) - 5,000)` (C1). */
  readonly effectiveMs: number
  readonly eventMs: number
  readonly sourceTimestampMs: number
  readonly orderId: string
  readonly customerId: string
  readonly currency: string
  readonly amountMinor: number
}

/** A customer's orders in one currency so far (C3, C4). */
interface CustomerState {
  readonly orderCount: number
  readonly totalMinor: number
  readonly sessionStartMs: number
  readonly sessionOrders: number
  readonly lastEffectiveMs: number
}

/** The effective time of an order whose partition's time is `maxTsMs` (C1). */
export const effectiveMsOf = (eventMs: number, maxTsMs: number): number => Math.max(eventMs, maxTsMs - DISORDER_MS)

const customerKey = ({ customerId, currency }: PlacedOrder): string => `${customerId}|${currency}`

const placedOrderCodec = recordCodec<PlacedOrder>('PlacedOrder', [
  ['partition', 'int'],
  ['offset', 'long'],
  ['effectiveMs', 'long'],
  ['eventMs', 'long'],
  ['sourceTimestampMs', 'long'],
  ['orderId', 'string'],
  ['customerId', 'string'],
  ['currency', 'string'],
  ['amountMinor', 'long'],
])

/** How placed orders travel to the merge task that owns their customer. */
export const byCustomer = { keyOf: customerKey, codec: placedOrderCodec }

/** Wide enough for every partition and every offset, so that keys sort as the numbers do. */
const place = ({ partition, offset }: PlacedOrder): string =>
  `${String(partition).padStart(6, '0')}|${String(offset).padStart(16, '0')}`

/** The one order in which orders are counted: effective time, source partition, source offset (C2). */
export const countingOrder: SortSpec<PlacedOrder> = {
  codec: placedOrderCodec,
  keyOf: (order) => `${timeKey(order.effectiveMs)}|${place(order)}`,
  disorderMs: DISORDER_MS,
}

const customerCodec = recordCodec<CustomerState>('Customer', [
  ['orderCount', 'long'],
  ['totalMinor', 'long'],
  ['sessionStartMs', 'long'],
  ['sessionOrders', 'int'],
  ['lastEffectiveMs', 'long'],
])

const counted = (before: CustomerState | undefined, order: PlacedOrder): CustomerState => {
  const goesOn = before !== undefined && order.effectiveMs - before.lastEffectiveMs <= SESSION_GAP_MS
  return {
    orderCount: (before?.orderCount ?? 0) + 1,
    totalMinor: addToTotal(before?.totalMinor ?? 0, order.amountMinor, () => `customer ${customerKey(order)}`),
    sessionStartMs: goesOn ? before.sessionStartMs : order.effectiveMs,
    sessionOrders: goesOn ? before.sessionOrders + 1 : 1,
    lastEffectiveMs: order.effectiveMs,
  }
}

const activity = (order: PlacedOrder, customer: CustomerState): CustomerActivity => ({
  customer_id: order.customerId,
  currency: order.currency,
  order_id: order.orderId,
  order_count: customer.orderCount,
  total_amount: customer.totalMinor,
  tier: tierOf(customer.orderCount, customer.totalMinor),
  session_start: customer.sessionStartMs,
  session_orders: customer.sessionOrders,
  effective_ts: order.effectiveMs,
  event_ts: order.eventMs,
  source_timestamp: order.sourceTimestampMs,
  source_partition: order.partition,
  source_offset: order.offset,
})

/** Counts each customer's orders, which come in the order of C2; one activity an order (C3 to C5). */
export const countCustomers: Make<PlacedOrder, { activity: CustomerActivity }, TaskContext> = (
  { state },
  { activity: out },
) => {
  const customers = state.keyed('c', customerCodec)
  return {
    accept: (order) => {
      const key = customerKey(order)
      const customer = counted(customers.get(key), order)
      customers.put(key, customer)
      return out.accept(activity(order, customer))
    },
  }
}
