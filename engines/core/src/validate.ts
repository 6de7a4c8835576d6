import {
  type Basket,
  CURRENCIES,
  type DeadLetterCode,
  type DecodeEvent,
  FRAME_BYTES,
  isFramed,
  type LogRecord,
  MAX_SCHEMA_ID,
  type OrderCreated,
  type OrderEvent,
  type OrderItem,
  PAYLOAD_OF,
  schemaIdOf,
} from '@order-up/contracts'
import { isEventId, isId, isItemName, keyEquals } from './identifiers.ts'

const MAX_VALUE_BYTES = 1_048_576
const MAX_KEY_BYTES = 1_024
const MIN_AMOUNT_MINOR = 1
const MAX_AMOUNT_MINOR = 99_999_999
const MAX_ITEMS = 2_000
const MAX_EVENT_MS = 253_402_300_799_999
const MAX_AHEAD_MS = 60_000

/** A raw record after V1 to V7: an event, or the reason for which it goes to the dead letter topic. */
export type Checked =
  | { readonly kind: 'event'; readonly event: OrderEvent }
  | { readonly kind: 'refused'; readonly code: DeadLetterCode; readonly attemptedOrderId: string | null }

/** What each schema id stands for, decided before a record is checked; null for an id that is unknown (V3). */
export type DecoderOf = (schemaId: number) => DecodeEvent | null

/** Null where the value can be framed Avro of a reasonable size (V1, V2). */
const frameViolation = ({ key, value }: LogRecord): DeadLetterCode | null => {
  if (value === null) return 'NULL_VALUE'
  if (isValueTooLarge(value) || isKeyTooLarge(key)) return 'TOO_LARGE'
  return isFramed(value) ? null : 'BAD_FRAMING'
}

/** True for a value that V1 refuses and that the letter then leaves out. */
export const isValueTooLarge = (value: Buffer): boolean => value.length > MAX_VALUE_BYTES

/** True for a key that V1 refuses and that the letter then leaves out. */
export const isKeyTooLarge = (key: Buffer | null): boolean => key !== null && key.length > MAX_KEY_BYTES

/** The schema id whose meaning must be decided before `record` can be checked; null where none is needed (V3). */
export const schemaIdToDecide = (record: LogRecord): number | null => {
  if (frameViolation(record) !== null) return null
  const id = schemaIdOf(record.value as Buffer)
  return id > 0 && id <= MAX_SCHEMA_ID ? id : null
}

/** V1 to V7, in the order of the contract; the first check that fails decides. */
export const checkRecord = (record: LogRecord, decoderOf: DecoderOf): Checked => {
  const id = schemaIdToDecide(record)
  if (id === null) return refused(frameViolation(record) ?? 'UNKNOWN_SCHEMA_ID', record.key)
  const decode = decoderOf(id)
  if (decode === null) return refused('UNKNOWN_SCHEMA_ID', record.key)
  const value = record.value as Buffer
  const event = decode(value, FRAME_BYTES, value.length)
  if (event === undefined) return refused('BAD_AVRO', record.key)
  const code = schemaViolation(event, record) ?? businessViolation(event) ?? timeViolation(event, record)
  if (code === null) return { kind: 'event', event }
  return isId(event.order_id) ? { kind: 'refused', code, attemptedOrderId: event.order_id } : refused(code, record.key)
}

const refused = (code: DeadLetterCode, key: Buffer | null): Checked => ({
  kind: 'refused',
  code,
  attemptedOrderId: attemptedId(key),
})

const attemptedId = (key: Buffer | null): string | null => {
  const text = key === null || isKeyTooLarge(key) ? '' : key.toString('latin1')
  return isId(text) ? text : null
}

const schemaViolation = (event: OrderEvent, { key }: LogRecord): DeadLetterCode | null => {
  const { payload } = event
  if (event.schema_version < 1) return 'BAD_SCHEMA_VERSION'
  if (!isEventId(event.event_id)) return 'BAD_EVENT_ID'
  if (!isId(event.order_id)) return 'BAD_ORDER_ID'
  if (!keyEquals(key, event.order_id)) return 'KEY_MISMATCH'
  if (payload.type !== PAYLOAD_OF[event.event_type]) return 'PAYLOAD_MISMATCH'
  return payload.type === 'OrderCreated' && !isId(payload.customer_id) ? 'BAD_CUSTOMER_ID' : null
}

const businessViolation = ({ payload }: OrderEvent): DeadLetterCode | null =>
  payload.type === 'OrderCreated' || payload.type === 'OrderUpdated' ? basketViolation(payload) : null

const basketViolation = (
  basket: OrderCreated | (Basket & { readonly type: 'OrderUpdated' }),
): DeadLetterCode | null => {
  if (basket.amount < MIN_AMOUNT_MINOR || basket.amount > MAX_AMOUNT_MINOR) return 'AMOUNT_OUT_OF_RANGE'
  if (basket.type === 'OrderCreated' && !CURRENCIES.has(basket.currency)) return 'UNKNOWN_CURRENCY'
  return itemsViolation(basket)
}

const itemsViolation = ({ items, items_count, amount }: Basket): DeadLetterCode | null => {
  if (items_count < 1 || items.length > MAX_ITEMS) return 'BAD_ITEMS_COUNT'
  if (items.length === 0) return null
  let quantity = 0
  for (const item of items) quantity += item.quantity
  if (quantity !== items_count) return 'BAD_ITEMS_COUNT'
  let sum = 0
  for (const item of items) {
    if (!isItem(item)) return 'BAD_ITEM'
    // Beyond the safe integers the product is inexact, but then it is far beyond any amount too.
    sum += item.quantity * item.unit_price
  }
  return sum === amount ? null : 'AMOUNT_MISMATCH'
}

const isItem = (item: OrderItem): boolean =>
  item.quantity >= 1 && item.unit_price >= 0 && isItemName(item.product_id) && isItemName(item.category)

const timeViolation = ({ event_ts }: OrderEvent, { timestampMs }: LogRecord): DeadLetterCode | null => {
  if (event_ts < 0 || event_ts > MAX_EVENT_MS) return 'TIMESTAMP_OUT_OF_RANGE'
  return event_ts > timestampMs + MAX_AHEAD_MS ? 'TIMESTAMP_IN_FUTURE' : null
}
