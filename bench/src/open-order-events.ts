import type { OrderEvent } from '@order-up/contracts'

const START_MS = 1_736_782_200_000
/** A million orders lie within a day, so that every event id is still remembered. */
const BETWEEN_MS = 70
const CUSTOMERS = 10_000

const eventId = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

const headOf = (n: number) => ({
  event_ts: START_MS + n * BETWEEN_MS,
  order_id: `ORD-${n.toString().padStart(8, '0')}`,
  schema_version: 1,
})

/** Order `n` of those that stay open is placed. */
export const placed = (n: number): OrderEvent => ({
  ...headOf(n),
  event_id: eventId(2 * n),
  event_type: 'ORDER_CREATED',
  payload: {
    type: 'OrderCreated',
    customer_id: `CUST-EU-${n % CUSTOMERS}`,
    currency: 'EUR',
    amount: 4_999,
    items_count: 1,
    items: [],
  },
})

/** Order `n` of those that stay open is confirmed. */
export const confirmed = (n: number): OrderEvent => ({
  ...headOf(n),
  event_id: eventId(2 * n + 1),
  event_type: 'ORDER_CONFIRMED',
  payload: { type: 'OrderConfirmed', payment_method: 'card' },
})
