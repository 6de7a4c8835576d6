import type { EventType, OrderEvent, OrderStatus } from '@order-up/contracts'
import type { OrderState } from './order-state.ts'

const STATUS_OF: Readonly<Record<EventType, OrderStatus | null>> = {
  ORDER_CREATED: null,
  ORDER_UPDATED: null,
  ORDER_CONFIRMED: 'confirmed',
  ORDER_SHIPPED: 'shipped',
  ORDER_DELIVERED: 'delivered',
  ORDER_CANCELLED: 'cancelled',
  HEARTBEAT: null,
}

const unseen = (orderId: string): OrderState => ({
  orderId,
  createdMs: null,
  customerId: '',
  currency: '',
  amountMinor: 0,
  itemsCount: 0,
  basketMs: null,
  status: 'pending_payment',
  statusMs: null,
  lastMs: Number.NEGATIVE_INFINITY,
  eventCount: 0,
})

/**
 * The order after one more accepted event (O3). Events of an order come in order of offset, so of two with the same
 * event_ts the later one here is the greater by (event_ts, offset).
 */
export const foldOrder = (before: OrderState | undefined, event: OrderEvent): OrderState => {
  const order = before ?? unseen(event.order_id)
  const { payload, event_ts } = event
  const created = payload.type === 'OrderCreated' ? payload : null
  const basket = payload.type === 'OrderCreated' || payload.type === 'OrderUpdated' ? payload : null
  const basketWins = basket !== null && (order.basketMs === null || event_ts >= order.basketMs)
  const status = STATUS_OF[event.event_type]
  const statusWins = status !== null && (order.statusMs === null || event_ts >= order.statusMs)
  return {
    orderId: order.orderId,
    createdMs: created === null ? order.createdMs : event_ts,
    customerId: created === null ? order.customerId : created.customer_id,
    currency: created === null ? order.currency : created.currency,
    amountMinor: basketWins ? basket.amount : order.amountMinor,
    itemsCount: basketWins ? basket.items_count : order.itemsCount,
    basketMs: basketWins ? event_ts : order.basketMs,
    status: statusWins ? status : order.status,
    statusMs: statusWins ? event_ts : order.statusMs,
    lastMs: Math.max(order.lastMs, event_ts),
    eventCount: order.eventCount + 1,
  }
}
