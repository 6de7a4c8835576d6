/** Raw events as an engine sees them once a body has been decoded (V4). Field names are those of `order-event.avsc`. */

export const EVENT_TYPES = [
  'ORDER_CREATED',
  'ORDER_UPDATED',
  'ORDER_CONFIRMED',
  'ORDER_SHIPPED',
  'ORDER_DELIVERED',
  'ORDER_CANCELLED',
  'HEARTBEAT',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** One line of a basket; `unit_price` in minor units (T2). */
export interface OrderItem {
  readonly product_id: string
  readonly category: string
  readonly quantity: number
  readonly unit_price: number
}

/** What ORDER_CREATED and ORDER_UPDATED have in common; `amount` in minor units (T2). */
export interface Basket {
  readonly amount: number
  readonly items_count: number
  readonly items: readonly OrderItem[]
}

export interface OrderCreated extends Basket {
  readonly type: 'OrderCreated'
  readonly customer_id: string
  readonly currency: string
}
export interface OrderUpdated extends Basket {
  readonly type: 'OrderUpdated'
}
export interface OrderConfirmed {
  readonly type: 'OrderConfirmed'
  readonly payment_method: string | null
}
export interface OrderShipped {
  readonly type: 'OrderShipped'
  readonly carrier: string | null
  readonly tracking_number: string | null
}
export interface OrderDelivered {
  readonly type: 'OrderDelivered'
}
export interface OrderCancelled {
  readonly type: 'OrderCancelled'
  readonly reason: string | null
}
export interface Heartbeat {
  readonly type: 'Heartbeat'
}
export type Payload =
  | OrderCreated
  | OrderUpdated
  | OrderConfirmed
  | OrderShipped
  | OrderDelivered
  | OrderCancelled
  | Heartbeat

/** The payload branch that each event type must carry (V5, PAYLOAD_MISMATCH). */
export const PAYLOAD_OF: Readonly<Record<EventType, Payload['type']>> = {
  ORDER_CREATED: 'OrderCreated',
  ORDER_UPDATED: 'OrderUpdated',
  ORDER_CONFIRMED: 'OrderConfirmed',
  ORDER_SHIPPED: 'OrderShipped',
  ORDER_DELIVERED: 'OrderDelivered',
  ORDER_CANCELLED: 'OrderCancelled',
  HEARTBEAT: 'Heartbeat',
}

/**
 * One immutable fact about one order. Decoded, not yet validated: `event_ts` may lie beyond the safe integers (it is
 * then some integer outside the range of V7), and a decimal beyond them is plus or minus infinity.
 */
export interface OrderEvent {
  readonly event_id: string
  readonly event_type: EventType
  /** Event time, epoch milliseconds (T1). */
  readonly event_ts: number
  readonly order_id: string
  readonly schema_version: number
  readonly payload: Payload
}
