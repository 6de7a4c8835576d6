import fc from 'fast-check'
import { compileDecoder } from './raw-decoder.ts'
import { ORDER_EVENT_SCHEMA } from './schemas.ts'
import { type Fields, oracleFor, type WireEvent } from './testing/avsc-oracle.ts'
import { wireEvent } from './testing/wire-event.ts'
import {
  arrayOf,
  BRANCHES,
  CREATED,
  EVENT,
  enumOf,
  ITEM,
  recordOf,
  SYMBOLS,
  schemaOf,
  type TypeJson,
} from './testing/written-events.ts'

interface Writer {
  readonly name: string
  readonly schema: string
  /** A value of version 1 as this writer has it. */
  readonly adapt: (wire: WireEvent) => unknown
}

const REORDERED = schemaOf({
  ...Object.fromEntries(Object.entries(EVENT).reverse()),
  event_type: enumOf('EventType', [...SYMBOLS].reverse()),
  payload: [...BRANCHES.slice(2), ...BRANCHES.slice(0, 2)],
})

const NEWER = schemaOf({
  labels: { type: 'map', values: arrayOf('long') },
  ...EVENT,
  hash: { type: 'fixed', name: 'Hash', size: 2 },
  numbers: recordOf('Numbers', { double: 'double', float: 'float', boolean: 'boolean', null: 'null' }),
  kind: enumOf('Kind', ['A', 'B']),
  list: recordOf('Node', { next: ['null', 'Node'] }),
  note: ['null', 'string'],
})
const ADDED = {
  labels: { a: [1, 2 ** 40], b: [] },
  hash: Buffer.of(1, 2),
  numbers: { double: 1.5, float: 0.5, boolean: true, null: null },
  kind: 'B',
  list: { next: { next: null } },
  note: 'n',
}

const OLDER = schemaOf({
  event_id: 'string',
  event_type: EVENT.event_type,
  event_ts: 'long',
  order_id: 'string',
  payload: [
    recordOf('OrderCreated', { customer_id: 'string', currency: 'string', amount: 'bytes', items_count: 'int' }),
    recordOf('OrderUpdated', { items_count: 'int', amount: 'bytes' }),
    recordOf('OrderShipped', { tracking_number: ['null', 'string'] }),
    ...['OrderConfirmed', 'OrderDelivered', 'OrderCancelled', 'Heartbeat'].map((name) => recordOf(name, {})),
  ] as TypeJson,
})

const NARROWER = schemaOf({
  ...EVENT,
  event_id: 'bytes',
  event_ts: 'int',
  payload: [
    recordOf('OrderCreated', { ...CREATED, items: arrayOf(recordOf('OrderItem', { ...ITEM, unit_price: 'string' })) }),
    ...BRANCHES.slice(1),
  ],
})
const narrowed = (wire: WireEvent): unknown => ({
  ...wire,
  event_id: Buffer.from(wire.event_id as string),
  event_ts: (wire.event_ts as number) | 0,
  payload: Object.fromEntries(Object.entries(wire.payload).map(([name, fields]) => [name, withTextPrices(fields)])),
})
const withTextPrices = (fields: Fields): Fields => ({
  ...fields,
  items: ((fields.items ?? []) as readonly { readonly unit_price: Buffer }[]).map((item) => ({
    ...item,
    unit_price: item.unit_price.toString('latin1'),
  })),
})

const WRITERS: readonly Writer[] = [
  { name: 'version 1', schema: ORDER_EVENT_SCHEMA, adapt: (wire) => wire },
  { name: 'its fields, symbols and branches in another order', schema: REORDERED, adapt: (wire) => wire },
  { name: 'fields that only it has', schema: NEWER, adapt: (wire) => ({ ...wire, ...ADDED }) },
  { name: 'no fields that have a default', schema: OLDER, adapt: (wire) => wire },
  { name: 'types that are promoted', schema: NARROWER, adapt: narrowed },
]

test.each(WRITERS)('V4 avsc and we read the same from a writer with $name', ({ schema, adapt }) => {
  const oracle = oracleFor(schema)
  const decode = compileDecoder(schema)!

  fc.assert(
    fc.property(wireEvent, (wire) => {
      const body = oracle.write(adapt(wire))
      expect(decode(body, 0, body.length)).toStrictEqual(oracle.read(body))
    }),
    { seed: 4, numRuns: 500 },
  )
})
