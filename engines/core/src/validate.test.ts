import {
  compileDecoder,
  type DeadLetterCode,
  encodeOrderEvent,
  frame,
  type LogRecord,
  ORDER_EVENT_SCHEMA,
  type OrderEvent,
  type OrderItem,
} from '@order-up/contracts'
import { checkRecord, schemaIdToDecide } from './validate.ts'

const SCHEMA_ID = 7
const decoder = compileDecoder(ORDER_EVENT_SCHEMA)
const decoderOf = (id: number) => (id === SCHEMA_ID ? decoder : null)

interface Changes {
  readonly event?: Partial<OrderEvent>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly record?: Partial<LogRecord>
}

const item = (changes: Partial<OrderItem> = {}): OrderItem => ({
  product_id: 'p',
  category: 'c',
  quantity: 1,
  unit_price: 1_000,
  ...changes,
})

const created = ({ event, payload, record }: Changes = {}): LogRecord => {
  const base: OrderEvent = {
    event_id: '00000000-0000-4000-8000-000000000001',
    event_type: 'ORDER_CREATED',
    event_ts: 1_000_000,
    order_id: 'ORD-1',
    schema_version: 1,
    payload: {
      type: 'OrderCreated',
      customer_id: 'CUST-US-1',
      currency: 'USD',
      amount: 1_000,
      items_count: 1,
      items: [],
      ...payload,
    } as OrderEvent['payload'],
  }
  const value = frame(SCHEMA_ID, encodeOrderEvent({ ...base, ...event }))
  return { offset: 0, timestampMs: 1_000_000, key: Buffer.from('ORD-1'), value, ...record }
}

const codeOf = (record: LogRecord): DeadLetterCode | 'event' => {
  const checked = checkRecord(record, decoderOf)
  return checked.kind === 'event' ? 'event' : checked.code
}

test('V1 V2 V3 what cannot be decoded is refused before anything is asked of the registry', () => {
  const withValue = (value: Buffer | null): LogRecord => created({ record: { value } })
  const cases: readonly LogRecord[] = [
    withValue(null),
    withValue(Buffer.alloc(1_048_577)),
    created({ record: { key: Buffer.alloc(1_025) } }),
    withValue(Buffer.alloc(5)),
    withValue(Buffer.from([1, 0, 0, 0, 7, 0])),
    withValue(frame(0, Buffer.from([0]))),
    withValue(frame(2_147_483_648, Buffer.from([0]))),
    withValue(frame(8, Buffer.from([0]))),
    withValue(frame(SCHEMA_ID, Buffer.from([0]))),
  ]

  expect(cases.map((record) => [codeOf(record), schemaIdToDecide(record)])).toEqual([
    ['NULL_VALUE', null],
    ['TOO_LARGE', null],
    ['TOO_LARGE', null],
    ['BAD_FRAMING', null],
    ['BAD_FRAMING', null],
    ['UNKNOWN_SCHEMA_ID', null],
    ['UNKNOWN_SCHEMA_ID', null],
    ['UNKNOWN_SCHEMA_ID', 8],
    ['BAD_AVRO', SCHEMA_ID],
  ])
})

test('V1 a value of 1,048,576 bytes and a key of 1,024 are not too large', () => {
  const value = Buffer.alloc(1_048_576)

  const codes = [codeOf(created({ record: { value } })), codeOf(created({ record: { key: Buffer.alloc(1_024) } }))]

  expect(codes).toEqual(['UNKNOWN_SCHEMA_ID', 'KEY_MISMATCH'])
})

test('V5 an item name may fill 64 UTF-8 bytes and no more', () => {
  const withCategory = (category: string): LogRecord => created({ payload: { items: [item({ category })] } })

  const codes = ['é'.repeat(32), '€'.repeat(21), '\u{1f600}'.repeat(16), 'a'.repeat(64)].map((text) => [
    codeOf(withCategory(text)),
    codeOf(withCategory(`${text}ab`)),
  ])

  expect(codes).toEqual([
    ['event', 'BAD_ITEM'],
    ['event', 'BAD_ITEM'],
    ['event', 'BAD_ITEM'],
    ['event', 'BAD_ITEM'],
  ])
})

test('V6 a product of quantity and price beyond the safe integers never equals an amount', () => {
  const record = created({
    payload: {
      items_count: 2_147_483_647,
      items: [item({ quantity: 2_147_483_647, unit_price: 9_007_199_254_740_991 })],
    },
  })

  expect(codeOf(record)).toBe('AMOUNT_MISMATCH')
})

test('V6 2,000 items are allowed, one more is not', () => {
  const withItems = (count: number): LogRecord =>
    created({ payload: { amount: count, items_count: count, items: new Array(count).fill(item({ unit_price: 1 })) } })

  expect([codeOf(withItems(2_000)), codeOf(withItems(2_001))]).toEqual(['event', 'BAD_ITEMS_COUNT'])
})

test('V7 an event may be a minute ahead of its record and no more', () => {
  const ahead = (ms: number): LogRecord => created({ event: { event_ts: 1_000_000 + ms } })

  expect([codeOf(ahead(60_000)), codeOf(ahead(60_001))]).toEqual(['event', 'TIMESTAMP_IN_FUTURE'])
})

test('V5 the attempted order id is the decoded one, else the key where it has the form of one', () => {
  const attempted = (record: LogRecord): string | null => {
    const checked = checkRecord(record, decoderOf)
    return checked.kind === 'refused' ? checked.attemptedOrderId : null
  }
  const broken = { value: Buffer.alloc(0) }

  expect([
    attempted(created({ record: { key: Buffer.from('OTHER') } })),
    attempted(created({ event: { order_id: 'not an id' } })),
    attempted(created({ record: { ...broken, key: Buffer.from('not an id') } })),
    attempted(created({ record: { ...broken, key: Buffer.from('ORD-1\n') } })),
    attempted(created({ record: { ...broken, key: Buffer.from([0x41, 0xff]) } })),
    attempted(created({ record: { ...broken, key: null } })),
  ]).toEqual(['ORD-1', 'ORD-1', null, null, null, null])
})
