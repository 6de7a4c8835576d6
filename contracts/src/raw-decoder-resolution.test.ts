import { DELIVERED, decoded, decodedUnder, HEAD } from './testing/foreign-delivery.ts'
import {
  arrayOf,
  BRANCHES,
  CREATED,
  EVENT,
  enumOf,
  type FieldsJson,
  ITEM,
  recordOf,
  SYMBOLS,
  schemaOf,
  type TypeJson,
  UPDATED,
} from './testing/written-events.ts'

const RAW = 'com.orderup.raw'

const without = (fields: FieldsJson, ...names: readonly string[]): FieldsJson =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))

/** Version 1 with other branches in place of those of the same name. */
const withBranches = (...changed: readonly { readonly name: string }[]): FieldsJson => ({
  ...EVENT,
  payload: [
    ...changed,
    ...(BRANCHES as readonly { readonly name: string }[]).filter(
      (known) => !changed.some(({ name }) => name === known.name),
    ),
  ] as TypeJson,
})

test('V4 fields match by name, in whatever order the writer has them', () => {
  const reversed = Object.fromEntries(Object.entries(EVENT).reverse())

  expect(decoded(reversed)).toStrictEqual(DELIVERED)
})

test('V4 a field that only we have takes its default', () => {
  const basket = without(CREATED, 'items')
  const payload = { customer_id: 'c', currency: 'USD', amount: Buffer.from([5]), items_count: 1 }

  const read = [
    decoded(without(EVENT, 'schema_version')),
    decoded({ ...EVENT, payload: recordOf('OrderShipped', {}) }, { payload: {} }),
    decoded({ ...EVENT, payload: recordOf('OrderCreated', basket) }, { payload }),
  ]

  expect(read).toStrictEqual([
    { ...DELIVERED, schema_version: 1 },
    { ...HEAD, payload: { type: 'OrderShipped', carrier: null, tracking_number: null } },
    { ...HEAD, payload: { type: 'OrderCreated', ...payload, amount: 5, items: [] } },
  ])
})

test('V4 a field that only we have and that has no default makes every datum an error that would need it', () => {
  const required = ['event_id', 'event_type', 'event_ts', 'order_id', 'payload']
  const noAmount = withBranches(recordOf('OrderUpdated', { items_count: 'int' }))
  const noCategory = recordOf('OrderUpdated', {
    ...UPDATED,
    items: arrayOf(recordOf('OrderItem', without(ITEM, 'category'))),
  })
  const updated = (items: readonly unknown[]) => ({ payload: { amount: Buffer.of(5), items_count: 1, items } })
  const item = { product_id: 'p', quantity: 1, unit_price: Buffer.of(5) }

  const lacking = required.map((name) => decoded(without(EVENT, name)))
  const inBranch = [decoded(noAmount), decoded(noAmount, { payload: { [`${RAW}.OrderUpdated`]: { items_count: 1 } } })]
  const inItems = [[], [item]].map((items) => decoded({ ...EVENT, payload: noCategory }, updated(items))?.payload)

  expect(lacking).toEqual(required.map(() => undefined))
  expect(inBranch).toEqual([DELIVERED, undefined])
  expect(inItems).toEqual([{ type: 'OrderUpdated', amount: 5, items_count: 1, items: [] }, undefined])
})

test('V4 an enum resolves symbol by symbol; one that we do not know is an error only where it is used', () => {
  const more = { ...EVENT, event_type: enumOf('EventType', ['ORDER_RETURNED', ...[...SYMBOLS].reverse()]) }
  const fewer = { ...EVENT, event_type: enumOf('EventType', ['ORDER_DELIVERED']) }

  expect([decoded(more), decoded(more, { event_type: 'ORDER_RETURNED' }), decoded(fewer)]).toEqual([
    DELIVERED,
    undefined,
    DELIVERED,
  ])
})

test('V4 a union resolves branch by branch; one that matches none of ours is an error only where it is used', () => {
  const returned = recordOf('OrderReturned', { why: 'string' })
  const known = withBranches(returned)
  const method = withBranches(recordOf('OrderConfirmed', { payment_method: ['int', 'string', 'null', 'bytes'] }))
  const confirmed = (value: unknown) => ({ payload: { [`${RAW}.OrderConfirmed`]: { payment_method: value } } })

  expect([decoded(known), decoded(known, { payload: { [`${RAW}.OrderReturned`]: { why: 'x' } } })]).toEqual([
    DELIVERED,
    undefined,
  ])
  expect(['card', null, Buffer.from('card'), 7].map((value) => decoded(method, confirmed(value))?.payload)).toEqual([
    { type: 'OrderConfirmed', payment_method: 'card' },
    { type: 'OrderConfirmed', payment_method: null },
    { type: 'OrderConfirmed', payment_method: 'card' },
    undefined,
  ])
})

test('V4 a type resolves to a union of ours, and a union to a type of ours', () => {
  const shipped = recordOf('OrderShipped', { carrier: 'string', tracking_number: 'null' })
  const optional = { ...EVENT, order_id: ['null', 'string'], event_ts: ['int', 'null', 'long'] }

  const read = [
    decoded({ ...EVENT, payload: shipped }, { payload: { carrier: 'DHL', tracking_number: null } }),
    decoded(optional, { event_ts: { long: 7 } }),
    decoded(optional, { event_ts: { int: 7 } }),
    decoded(optional, { event_ts: null }),
    decoded(optional, { event_ts: { long: 7 }, order_id: null }),
    decoded({ ...EVENT, payload: 'null' }, { payload: null }),
  ]

  expect(read).toEqual([
    { ...HEAD, payload: { type: 'OrderShipped', carrier: 'DHL', tracking_number: null } },
    { ...DELIVERED, event_ts: 7 },
    { ...DELIVERED, event_ts: 7 },
    undefined,
    undefined,
    undefined,
  ])
})

test('V4 names match unqualified', () => {
  const elsewhere = { ...recordOf('OrderDelivered', {}), namespace: 'com.other' }
  const other = { ...EVENT, event_type: { ...EVENT.event_type, namespace: 'x' }, payload: [elsewhere] }
  const twice = { ...EVENT, payload: [...BRANCHES, elsewhere] }
  const delivered = { payload: { 'com.other.OrderDelivered': {} } }

  expect([decoded(other, delivered), decoded(twice), decoded(twice, delivered)]).toEqual([
    DELIVERED,
    DELIVERED,
    DELIVERED,
  ])
})

test('V4 a record, an enum or a field of another name does not match, whatever its aliases', () => {
  const kind = { ...enumOf('EventKind', SYMBOLS), aliases: ['EventType', `${RAW}.EventType`] }
  const done = { ...recordOf('OrderDone', {}), aliases: ['OrderDelivered', `${RAW}.OrderDelivered`] }
  const id = schemaOf({ ...EVENT, id: 'string' }).replace('"name":"id"', '"name":"id","aliases":["order_id"]')

  expect([
    decoded({ ...EVENT, event_type: kind }),
    decoded({ ...EVENT, payload: done }, { payload: {} }),
    decodedUnder(id.replace('"name":"order_id"', '"name":"number"'), { number: 'o1', id: 'o1' }),
  ]).toEqual([undefined, undefined, undefined])
})
