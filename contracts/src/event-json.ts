import { OrderUpError } from './errors.ts'
import { parseMoney } from './money.ts'
import type { EventType, OrderEvent, OrderItem, Payload } from './order-event.ts'

/** A JSON object of unknown shape. */
type Json = Readonly<Record<string, unknown>>

const text = (json: Json, name: string): string => {
  const value = json[name]
  if (typeof value !== 'string') throw new OrderUpError('OU1102', { detail: `${name} must be text` })
  return value
}
const integer = (json: Json, name: string, otherwise?: number): number => {
  const value = json[name] ?? otherwise
  if (!Number.isSafeInteger(value)) throw new OrderUpError('OU1102', { detail: `${name} must be an integer` })
  return value as number
}
const textOrNull = (json: Json, name: string): string | null => (json[name] == null ? null : text(json, name))

const item = (json: Json): OrderItem => ({
  product_id: text(json, 'product_id'),
  category: text(json, 'category'),
  quantity: integer(json, 'quantity'),
  unit_price: parseMoney(text(json, 'unit_price')),
})

const basket = (json: Json) => ({
  amount: parseMoney(text(json, 'amount')),
  items_count: integer(json, 'items_count'),
  items: ((json.items ?? []) as readonly Json[]).map(item),
})

const PAYLOADS: Readonly<Record<Payload['type'], (json: Json) => Payload>> = {
  OrderCreated: (json) => ({
    type: 'OrderCreated',
    customer_id: text(json, 'customer_id'),
    currency: text(json, 'currency'),
    ...basket(json),
  }),
  OrderUpdated: (json) => ({ type: 'OrderUpdated', ...basket(json) }),
  OrderConfirmed: (json) => ({ type: 'OrderConfirmed', payment_method: textOrNull(json, 'payment_method') }),
  OrderShipped: (json) => ({
    type: 'OrderShipped',
    carrier: textOrNull(json, 'carrier'),
    tracking_number: textOrNull(json, 'tracking_number'),
  }),
  OrderDelivered: () => ({ type: 'OrderDelivered' }),
  OrderCancelled: (json) => ({ type: 'OrderCancelled', reason: textOrNull(json, 'reason') }),
  Heartbeat: () => ({ type: 'Heartbeat' }),
}

/**
 * An OrderEvent from its JSON form: money as text, `payload.type` naming the branch, whose other fields are ignored.
 * The event need not be valid by the contract's rules. Throws OU1102 where it can't be an OrderEvent at all.
 */
export const eventFromJson = (json: Json): OrderEvent => {
  const payload = (json.payload ?? {}) as Json
  const branch = PAYLOADS[text(payload, 'type') as Payload['type']]
  if (branch === undefined) throw new OrderUpError('OU1102', { detail: `payload.type "${String(payload.type)}"` })
  return {
    event_id: text(json, 'event_id'),
    event_type: text(json, 'event_type') as EventType,
    event_ts: integer(json, 'event_ts'),
    order_id: text(json, 'order_id'),
    schema_version: integer(json, 'schema_version', 1),
    payload: branch(payload),
  }
}
