import { compileDecoder } from './raw-decoder.ts'
import { bytesOf, text, varint } from './testing/avro-bytes.ts'
import { decoded, HEAD } from './testing/foreign-delivery.ts'
import { arrayOf, EVENT, enumOf, recordOf, schemaOf, type TypeJson } from './testing/written-events.ts'

test('V4 int is promoted to long, string to bytes and bytes to string, and nothing else', () => {
  const amount = (type: TypeJson, value: unknown) =>
    decoded(
      { ...EVENT, payload: recordOf('OrderUpdated', { amount: type, items_count: 'int' }) },
      { payload: { amount: value, items_count: 1 } },
    )
  const version = (type: TypeJson, value: unknown) =>
    decoded({ ...EVENT, schema_version: type }, { schema_version: value })
  const ts = (type: TypeJson, value: unknown) => decoded({ ...EVENT, event_ts: type }, { event_ts: value })
  const id = (type: TypeJson, value: unknown) => decoded({ ...EVENT, order_id: type }, { order_id: value })

  const promoted = [
    ts('int', -5),
    amount('string', '\u0001\u0002'),
    id('bytes', Buffer.from('größe')),
    amount('string', ''),
  ]
  const refused = [
    version('long', 1),
    version('boolean', true),
    ts('float', 1),
    ts('double', 1),
    ts('string', '1'),
    id('int', 1),
    id(enumOf('Id', ['A']), 'A'),
    id({ type: 'fixed', name: 'Id', size: 2 }, Buffer.from('o1')),
    id('null', null),
    amount({ type: 'fixed', name: 'Amount', size: 1 }, Buffer.of(5)),
    amount('int', 5),
    decoded({ ...EVENT, event_type: 'string' }, { event_type: 'ORDER_DELIVERED' }),
    decoded({ ...EVENT, payload: { type: 'map', values: 'int' } }, { payload: {} }),
  ]

  expect(promoted.map((event) => event && [event.event_ts, event.order_id, event.payload])).toEqual([
    [-5, 'o1', { type: 'OrderDelivered' }],
    [1_000, 'o1', { type: 'OrderUpdated', amount: 258, items_count: 1, items: [] }],
    [1_000, 'größe', { type: 'OrderDelivered' }],
    [1_000, 'o1', { type: 'OrderUpdated', amount: 0, items_count: 1, items: [] }],
  ])
  expect(refused).toEqual(refused.map(() => undefined))
})

test('V4 an array of other items is an error where it has an item, any other type always', () => {
  const updated = (items: TypeJson, value: unknown) =>
    decoded(
      { ...EVENT, payload: recordOf('OrderUpdated', { amount: 'bytes', items_count: 'int', items }) },
      { payload: { amount: Buffer.of(5), items_count: 1, items: value } },
    )

  const read = [
    updated(arrayOf('string'), []),
    updated(arrayOf('string'), ['p']),
    updated(arrayOf('null'), [null]),
    updated({ type: 'map', values: 'string' }, {}),
    updated('bytes', Buffer.of()),
  ]

  expect(read.map((event) => event !== undefined)).toEqual([true, false, false, false, false])
})

test('V4 logical types play no part in the matching', () => {
  const ts = { type: 'long', logicalType: 'timestamp-micros' }
  const amount = { type: 'bytes', logicalType: 'decimal', precision: 30, scale: 6 }
  const id = { type: 'string', logicalType: 'no-such-type' }
  const fields = {
    ...EVENT,
    event_id: id,
    event_ts: ts,
    payload: recordOf('OrderUpdated', { amount, items_count: 'int' }),
  }

  expect(decoded(fields, { payload: { amount: Buffer.of(1, 0), items_count: 1 } })).toStrictEqual({
    ...HEAD,
    payload: { type: 'OrderUpdated', amount: 256, items_count: 1, items: [] },
  })
})

test('V4 invalid UTF-8 decodes to U+FFFD', () => {
  const texts = ['ff', 'c3', 'e29c', 'eda080', 'c080', '61ff62']
  const body = (hex: string) =>
    bytesOf(text(Buffer.from(hex, 'hex')), varint(4), varint(1_000), text('o1'), varint(2), varint(4))

  const decode = compileDecoder(schemaOf(EVENT))!
  const ids = texts.map((hex) => decode(body(hex), 0, body(hex).length)?.event_id)

  expect(ids).toEqual(['\ufffd', '\ufffd', '\ufffd', '\ufffd\ufffd\ufffd', '\ufffd\ufffd', 'a\ufffdb'])
})

test('T2 a decimal of any length is read, one of no bytes is 0, one beyond the safe integers is infinite', () => {
  const fields = { ...EVENT, payload: recordOf('OrderUpdated', { amount: 'bytes', items_count: 'int' }) }
  const amounts = [
    '',
    '00',
    'ff',
    '0080',
    `${'00'.repeat(90)}03e8`,
    `${'ff'.repeat(90)}18`,
    '20000000000000',
    'df'.repeat(9),
  ]

  const read = amounts.map((hex) => {
    const event = decoded(fields, { payload: { amount: Buffer.from(hex, 'hex'), items_count: 1 } })
    return event?.payload.type === 'OrderUpdated' && event.payload.amount
  })

  expect(read).toEqual([0, 0, -1, 128, 1_000, -232, Infinity, -Infinity])
})
