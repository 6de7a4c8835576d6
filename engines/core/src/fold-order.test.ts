import type { EventType, OrderEvent } from '@order-up/contracts'
import { foldOrder } from './fold-order.ts'
import type { OrderState } from './order-state.ts'

const event = (event_type: EventType, event_ts: number, payload: object): OrderEvent => ({
  event_id: '',
  event_type,
  event_ts,
  order_id: 'A',
  schema_version: 1,
  payload: payload as OrderEvent['payload'],
})
const created = (atMs: number, amount: number): OrderEvent =>
  event('ORDER_CREATED', atMs, { type: 'OrderCreated', customer_id: 'C', currency: 'USD', amount, items_count: 1 })
const updated = (atMs: number, amount: number): OrderEvent =>
  event('ORDER_UPDATED', atMs, { type: 'OrderUpdated', amount, items_count: 2 })
const confirmed = (atMs: number): OrderEvent => event('ORDER_CONFIRMED', atMs, { type: 'OrderConfirmed' })
const shipped = (atMs: number): OrderEvent => event('ORDER_SHIPPED', atMs, { type: 'OrderShipped' })

const fold = (...events: readonly OrderEvent[]): OrderState =>
  events.reduce<OrderState | undefined>(foldOrder, undefined) as OrderState

test('O3 the basket is that of the created or updated event greatest by time, the later one on a tie', () => {
  const baskets = [
    fold(created(5, 100), updated(4, 200)),
    fold(created(5, 100), updated(5, 200)),
    fold(updated(6, 200), created(5, 100)),
    fold(updated(5, 200), created(5, 100)),
  ]

  expect(baskets.map(({ amountMinor }) => amountMinor)).toEqual([100, 200, 200, 100])
})

test('O3 any other status outranks the creation’s, among others the greatest by time wins, the later one on a tie', () => {
  const orders = [
    fold(created(9, 100)),
    fold(created(9, 100), shipped(1)),
    fold(shipped(1), created(9, 100)),
    fold(created(1, 100), shipped(3), confirmed(2)),
    fold(created(1, 100), shipped(3), confirmed(3)),
  ]

  expect(orders.map(({ status }) => status)).toEqual(['pending_payment', 'shipped', 'shipped', 'shipped', 'confirmed'])
})

test('O6 the last time of an order is the greatest event time accepted', () => {
  const { lastMs, createdMs, eventCount } = fold(shipped(7), created(5, 100), confirmed(6))

  expect({ lastMs, createdMs, eventCount }).toEqual({ lastMs: 7, createdMs: 5, eventCount: 3 })
})
