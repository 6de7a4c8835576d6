import { CURRENCIES } from '../../src/currencies.ts'
import type { DeadLetterCode } from '../../src/dead-letter-codes.ts'
import type { LogRecord } from '../../src/log-port.ts'
import { type Basket, type OrderEvent, type OrderItem, PAYLOAD_OF } from '../../src/order-event.ts'
import { compileDecoder, type DecodeEvent } from '../../src/raw-decoder.ts'

/** A raw record and the partition where it lies. */
export interface Source {
  readonly partition: number
  readonly record: LogRecord
}

type UndecodedCode = 'NULL_VALUE' | 'TOO_LARGE' | 'BAD_FRAMING' | 'UNKNOWN_SCHEMA_ID' | 'BAD_AVRO'
type LaterCode = 'TOO_OLD' | 'DUPLICATE_EVENT' | 'DUPLICATE_ORDER' | 'TOO_MANY_EVENTS' | 'ORPHAN_ORDER'
/** Why V1 to V7 refuse a record. */
export type ValidationCode = Exclude<DeadLetterCode, LaterCode>

/** A record that passes V1 to V7. */
export interface ValidRecord extends Source {
  readonly event: OrderEvent
}

/** A record that V1 to V7 refuse, with the code of the first check that fails; `event` is there wherever V4 passed. */
export interface InvalidRecord extends Source {
  readonly code: ValidationCode
  readonly event: OrderEvent | undefined
}

/** Tells the two outcomes of validation apart. */
export const isInvalid = (checked: ValidRecord | InvalidRecord): checked is InvalidRecord => 'code' in checked

/** Identifiers of orders and customers (V5). */
export const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const MAX_VALUE_BYTES = 1_048_576
const MAX_KEY_BYTES = 1_024
const MAX_SCHEMA_ID = 2_147_483_647
const MIN_AMOUNT = 1
const MAX_AMOUNT = 99_999_999
const MAX_ITEMS = 2_000
const MAX_NAME_BYTES = 64
const LAST_INSTANT_MS = 253_402_300_799_999
const MAX_AHEAD_MS = 60_000

/** True where the value is too large (V1); the letter then carries none. */
export const isValueTooLarge = ({ value }: LogRecord): boolean => value !== null && value.length > MAX_VALUE_BYTES
/** True where the key is too large (V1); the letter then carries none. */
export const isKeyTooLarge = ({ key }: LogRecord): boolean => key !== null && key.length > MAX_KEY_BYTES

const basketOf = ({ payload }: OrderEvent): Basket | undefined =>
  payload.type === 'OrderCreated' || payload.type === 'OrderUpdated' ? payload : undefined

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

const isBadItemsCount = ({ items, items_count }: Basket): boolean =>
  items_count < 1 ||
  items.length > MAX_ITEMS ||
  (items.length > 0 && sum(items.map(({ quantity }) => quantity)) !== items_count)

const FORBIDDEN_IN_NAME = /[|\uFFFD]|[^\u0020-\uFFFF]/
const isBadName = (name: string): boolean =>
  name === '' || Buffer.byteLength(name) > MAX_NAME_BYTES || FORBIDDEN_IN_NAME.test(name)
const isBadItem = ({ product_id, category, quantity, unit_price }: OrderItem): boolean =>
  quantity < 1 || unit_price < 0 || isBadName(product_id) || isBadName(category)

// Lines beyond the safe integers add up inexactly, but never down to an amount within its range.
const isAmountMismatch = ({ items, amount }: Basket): boolean =>
  items.length > 0 && sum(items.map(({ quantity, unit_price }) => quantity * unit_price)) !== amount

/** True where the event of this record is refused. */
type EventCheck = (event: OrderEvent, record: LogRecord) => boolean

const ofBasket =
  (refuses: (basket: Basket) => boolean): EventCheck =>
  (event) => {
    const basket = basketOf(event)
    return basket !== undefined && refuses(basket)
  }

/** V5 to V7, in the order in which the checks run. */
const EVENT_CHECKS: Readonly<Record<Exclude<ValidationCode, UndecodedCode>, EventCheck>> = {
  BAD_SCHEMA_VERSION: ({ schema_version }) => schema_version < 1,
  BAD_EVENT_ID: ({ event_id }) => !EVENT_ID.test(event_id),
  BAD_ORDER_ID: ({ order_id }) => !IDENTIFIER.test(order_id),
  KEY_MISMATCH: ({ order_id }, { key }) => key === null || !key.equals(Buffer.from(order_id)),
  PAYLOAD_MISMATCH: ({ event_type, payload }) => payload.type !== PAYLOAD_OF[event_type],
  BAD_CUSTOMER_ID: ({ payload }) => payload.type === 'OrderCreated' && !IDENTIFIER.test(payload.customer_id),
  AMOUNT_OUT_OF_RANGE: ofBasket(({ amount }) => amount < MIN_AMOUNT || amount > MAX_AMOUNT),
  UNKNOWN_CURRENCY: ({ payload }) => payload.type === 'OrderCreated' && !CURRENCIES.has(payload.currency),
  BAD_ITEMS_COUNT: ofBasket(isBadItemsCount),
  BAD_ITEM: ofBasket(({ items }) => items.some(isBadItem)),
  AMOUNT_MISMATCH: ofBasket(isAmountMismatch),
  TIMESTAMP_OUT_OF_RANGE: ({ event_ts }) => event_ts < 0 || event_ts > LAST_INSTANT_MS,
  TIMESTAMP_IN_FUTURE: ({ event_ts }, { timestampMs }) => event_ts > timestampMs + MAX_AHEAD_MS,
}
const EVENT_CODES = Object.keys(EVENT_CHECKS) as readonly (keyof typeof EVENT_CHECKS)[]

/** The decoder of each schema id, null where the id stands for no OrderEvent schema (V3). */
const decodersOf = (schemaText: (id: number) => string | null): ((id: number) => DecodeEvent | null) => {
  const known = new Map<number, DecodeEvent | null>()
  return (id) => {
    if (id === 0 || id > MAX_SCHEMA_ID) return null
    const already = known.get(id)
    if (already !== undefined) return already
    const text = schemaText(id)
    const decoder = text === null ? null : compileDecoder(text)
    known.set(id, decoder)
    return decoder
  }
}

/** The check of raw records (V1 to V7), given what each schema id stands for. */
export const validation = (schemaText: (id: number) => string | null) => {
  const decoderOf = decodersOf(schemaText)
  return (source: Source): ValidRecord | InvalidRecord => {
    const { record } = source
    const { value } = record
    const refused = (code: ValidationCode, event?: OrderEvent): InvalidRecord => ({ ...source, code, event })
    if (value === null) return refused('NULL_VALUE')
    if (isValueTooLarge(record) || isKeyTooLarge(record)) return refused('TOO_LARGE')
    if (value.length < 6 || value[0] !== 0) return refused('BAD_FRAMING')
    const decode = decoderOf(value.readUInt32BE(1))
    if (decode === null) return refused('UNKNOWN_SCHEMA_ID')
    const event = decode(value, 5, value.length)
    if (event === undefined) return refused('BAD_AVRO')
    const code = EVENT_CODES.find((each) => EVENT_CHECKS[each](event, record))
    return code === undefined ? { ...source, event } : refused(code, event)
  }
}
