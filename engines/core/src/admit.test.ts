import type { EventType, OrderEvent } from '@order-up/contracts'
import { isExpired, isRemembered, type KnownOrder, refusalOf } from './admit.ts'
import type { OrderState } from './order-state.ts'

const DAY_MS = 86_400_000
const event = (event_type: EventType, event_id: string, event_ts = 0): OrderEvent =>
  ({ event_id, event_type, event_ts, order_id: 'A' }) as OrderEvent
const known = (remembered: readonly string[], createdMs: number | null): KnownOrder => ({
  remembered,
  state: { createdMs } as OrderState,
})
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `id-${at}`)

test('O0 an event is too old once its partition is more than 30 days ahead', () => {
  const codes = [30 * DAY_MS, 30 * DAY_MS + 1].map((maxTsMs) =>
    refusalOf(undefined, event('ORDER_SHIPPED', 'x'), maxTsMs),
  )

  expect(codes).toEqual([null, 'TOO_OLD'])
})

test('O1 O2 a remembered event is refused first, then a second creation, then one event too many', () => {
  const full = known(ids(1_000), 1)
  const codes = [
    refusalOf(full, event('ORDER_CREATED', 'id-0'), 0),
    refusalOf(full, event('ORDER_CREATED', 'new'), 0),
    refusalOf(full, event('ORDER_SHIPPED', 'new'), 0),
    refusalOf(known(ids(999), 1), event('ORDER_SHIPPED', 'new'), 0),
    refusalOf(known(ids(1), null), event('ORDER_CREATED', 'new'), 0),
  ]

  expect(codes).toEqual(['DUPLICATE_EVENT', 'DUPLICATE_ORDER', 'TOO_MANY_EVENTS', null, null])
})

test('O1 an id is remembered for a day of its partition’s time, the end included', () => {
  expect([isRemembered(0, DAY_MS), isRemembered(0, DAY_MS + 1)]).toEqual([true, false])
})

test('O6 an order expires once its partition is more than 30 days past its last event', () => {
  expect([isExpired(0, 30 * DAY_MS), isExpired(0, 30 * DAY_MS + 1)]).toEqual([false, true])
})
