import { OrderUpError } from './errors.ts'
import { formatMoney, parseMoney } from './money.ts'
import { type Basket, EVENT_TYPES, type OrderEvent, type OrderItem, type Payload } from './order-event.ts'

/** A JSON object of unknown shape. */
type Json = Readonly<Record<string, unknown>>

const refusal = (detail: string): OrderUpError => new OrderUpError('OU1102', { detail })

const object = (value: unknown, name: string): Json => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refusal(`${name} must be an object`)
  return value as Json
}
const text = (json: Json, name: string): string => {
  const value = json[name]
  if (typeof value !== 'string') throw refusal(`${name} must be text`)
  return value
}
const oneOf = <T extends string>(json: Json, name: string, known: readonly T[]): T => {
  const value = text(json, name)
  const found = known.find((each) => each === value)
  if (found === undefined) throw refusal(`${name} "${value}" is not one of ${known.join(', ')}`)
  return found
}
const integerUpTo =
  (max: number) =>
  (json: Json, name: string, otherwise?: number): number => {
    const value = json[name] ?? otherwise
    if (Number.isInteger(value) && (value as number) <= max && (value as number) >= -max - 1) return value as number
    throw refusal(`${name} must be an integer within ${max}`)
  }
const int = integerUpTo(2_147_483_647)
/** avsc writes no greater one. */
const long = integerUpTo(Number.MAX_SAFE_INTEGER - 2)
const textOrNull = (json: Json, name: string): string | null => (json[name] == null ? null : text(json, name))

const item = (value: unknown): OrderItem => {
  const json = object(value, 'item')
  return {
    product_id: text(json, 'product_id'),
    category: text(json, 'category'),
    quantity: int(json, 'quantity'),
    unit_price: parseMoney(text(json, 'unit_price')),
  }
}

const items = (json: Json): readonly OrderItem[] => {
  const value = json.items ?? []
  if (!Array.isArray(value)) throw refusal('items must be a list')
  return value.map(item)
}

const basket = (json: Json) => ({
  amount: parseMoney(text(json, 'amount')),
  items_count: int(json, 'items_count'),
  items: items(json),
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

const BRANCHES = Object.keys(PAYLOADS) as readonly Payload['type'][]

/**
 * An OrderEvent from its JSON form: money as text, `payload.type` naming the branch, whose other fields are ignored.
 * The event need not be valid by the contract's rules. Throws OU1102 where it can't be an OrderEvent at all, and OU1105
 * where money is not written as money.
 */
export const eventFromJson = (event: unknown): OrderEvent => {
  const json = object(event, 'event')
  const payload = object(json.payload, 'payload')
  return {
    event_id: text(json, 'event_id'),
    event_type: oneOf(json, 'event_type', EVENT_TYPES),
    event_ts: long(json, 'event_ts'),
    order_id: text(json, 'order_id'),
    schema_version: int(json, 'schema_version', 1),
    payload: PAYLOADS[oneOf(payload, 'type', BRANCHES)](payload),
  }
}

const basketToJson = ({ amount, items_count, items: lines }: Basket): Json => ({
  amount: formatMoney(amount),
  items_count,
  items: lines.map((line) => ({ ...line, unit_price: formatMoney(line.unit_price) })),
})

const payloadToJson = (payload: Payload): Json => ({
  ...payload,
  ...('amount' in payload ? basketToJson(payload) : {}),
})

/** An event as `eventFromJson` reads it. */
export const eventToJson = (event: OrderEvent): Json => ({ ...event, payload: payloadToJson(event.payload) })
