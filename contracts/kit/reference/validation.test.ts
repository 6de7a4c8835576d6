import type { LogRecord } from '../../src/log-port.ts'
import type { OrderCreated } from '../../src/order-event.ts'
import { created, heartbeat, item, type LogEvent, rawRecord, schemaText, updated } from './event-log.ts'
import { isInvalid, validation } from './validation.ts'

const codeOf = (record: LogRecord): string => {
  const checked = validation(schemaText)({ partition: 0, record })
  return isInvalid(checked) ? checked.code : 'valid'
}
const codeOfEvent = (event: LogEvent): string => codeOf(rawRecord(event))
const codeOfOrder = (order: Partial<OrderCreated>): string => codeOfEvent(created(0, order))
const codeOfItem = (name: string): string => codeOfOrder({ items: [item(1, name, 1_000)] })

const record = (fields: Partial<LogRecord>): LogRecord => ({ ...rawRecord(created(0)), ...fields })

test('V1 a value of 1,048,576 bytes and a key of 1,024 are not too large, one byte more is', () => {
  const codes = [
    record({ value: Buffer.alloc(1_048_576, 1) }),
    record({ value: Buffer.alloc(1_048_577, 1) }),
    record({ key: Buffer.alloc(1_024, 'a') }),
    record({ key: Buffer.alloc(1_025, 'a') }),
    record({ key: Buffer.alloc(1_025, 'a'), value: null }),
  ].map(codeOf)

  expect(codes).toEqual(['BAD_FRAMING', 'TOO_LARGE', 'KEY_MISMATCH', 'TOO_LARGE', 'NULL_VALUE'])
})

test('V2 six bytes are enough for a frame, five are not', () => {
  const codes = ['0000000001', '000000000100', '010000000100']
    .map((hex) => record({ value: Buffer.from(hex, 'hex') }))
    .map(codeOf)

  expect(codes).toEqual(['BAD_FRAMING', 'BAD_AVRO', 'BAD_FRAMING'])
})

test('V3 each id is asked for once, 0 and those from 2,147,483,648 on never', () => {
  const asked: number[] = []
  const check = validation((id) => {
    asked.push(id)
    return null
  })
  const ids = [0, 7, 2_147_483_647, 2_147_483_648, 4_294_967_295, 7, 2_147_483_647]

  const codes = ids.map((id) => {
    const value = Buffer.alloc(6)
    value.writeUInt32BE(id, 1)
    const checked = check({ partition: 0, record: record({ value }) })
    return isInvalid(checked) && checked.code
  })

  expect({ codes: new Set(codes), asked }).toEqual({
    codes: new Set(['UNKNOWN_SCHEMA_ID']),
    asked: [7, 2_147_483_647],
  })
})

test('V5 a heartbeat is checked like any event, its name is not', () => {
  const codes = [
    heartbeat(0),
    { ...heartbeat(0), order_id: 'any-name' },
    { ...heartbeat(0), order_id: 'no name' },
    { ...heartbeat(0), payload: { type: 'OrderDelivered' } as const },
  ].map(codeOfEvent)

  expect(codes).toEqual(['valid', 'valid', 'BAD_ORDER_ID', 'PAYLOAD_MISMATCH'])
})

test('V5 a key that is missing, empty or another encoding is no order_id', () => {
  const codes = [null, Buffer.alloc(0), Buffer.from('o\0')].map((key) => codeOf(record({ key })))

  expect(codes).toEqual(['KEY_MISMATCH', 'KEY_MISMATCH', 'KEY_MISMATCH'])
})

test('V6 an amount is from 0.01 to 999,999.99', () => {
  const codes = [0, 1, 99_999_999, 100_000_000].map((amount) => codeOfOrder({ amount }))

  expect(codes).toEqual(['AMOUNT_OUT_OF_RANGE', 'valid', 'valid', 'AMOUNT_OUT_OF_RANGE'])
})

test('V6 an order has 2,000 items at most', () => {
  const orderOf = (lines: number) => ({
    amount: lines,
    items_count: lines,
    items: Array.from({ length: lines }, () => item(1, 'c', 1)),
  })

  expect([2_000, 2_001].map((lines) => codeOfOrder(orderOf(lines)))).toEqual(['valid', 'BAD_ITEMS_COUNT'])
})

test('V6 quantities that add up do not excuse one below 1', () => {
  const items = [item(2, 'c', 500), item(-1, 'c', 0), item(0, 'c', 0)]

  expect(codeOfOrder({ items })).toBe('BAD_ITEM')
})

test('V6 a product or category has 1 to 64 bytes, without a bar, a control character or U+FFFD', () => {
  const names = [
    '',
    'é'.repeat(32),
    `${'é'.repeat(32)}a`,
    ' ',
    '\u001f',
    'a\nb',
    'a|b',
    'a\ufffd',
    '\u{1f600}',
    '\u007f',
  ]

  expect(names.map(codeOfItem)).toEqual([
    'BAD_ITEM',
    'valid',
    'BAD_ITEM',
    'valid',
    'BAD_ITEM',
    'BAD_ITEM',
    'BAD_ITEM',
    'BAD_ITEM',
    'valid',
    'valid',
  ])
})

test('V6 a basket may hold lines for nothing, and must add up', () => {
  const free = [item(1, 'c', 1_000), item(1, 'c', 0)]
  const codes = [
    codeOfOrder({ items_count: 2, items: free }),
    codeOfOrder({ items_count: 2, items: free, amount: 1_001 }),
    codeOfOrder({ items_count: 3, items: free }),
    codeOfEvent(updated(0, { items_count: 2, items: free, amount: 1_001 })),
    codeOfOrder({ items_count: 2 ** 31 - 1, items: [item(2 ** 31 - 1, 'c', Number.MAX_SAFE_INTEGER)] }),
  ]

  expect(codes).toEqual(['valid', 'AMOUNT_MISMATCH', 'BAD_ITEMS_COUNT', 'AMOUNT_MISMATCH', 'AMOUNT_MISMATCH'])
})

test('V7 an event may be 60,000 ms ahead of its record, from 1970 to 9999', () => {
  const codeAt = (event_ts: number, aheadMs: number): string =>
    codeOf({ ...rawRecord(created(event_ts)), timestampMs: event_ts - aheadMs })

  expect([
    codeAt(60_000, 60_000),
    codeAt(60_001, 60_001),
    codeAt(0, 0),
    codeAt(-1, 0),
    codeAt(253_402_300_799_999, 0),
    codeAt(253_402_300_800_000, 0),
  ]).toEqual(['valid', 'TIMESTAMP_IN_FUTURE', 'valid', 'TIMESTAMP_OUT_OF_RANGE', 'valid', 'TIMESTAMP_OUT_OF_RANGE'])
})
