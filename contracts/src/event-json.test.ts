import { eventFromJson } from './event-json.ts'

const HEAD = { event_id: 'e', event_type: 'ORDER_CREATED', event_ts: 1_000, order_id: 'o', schema_version: 2 }
const ITEM = { product_id: 'p', category: 'Books', quantity: 2, unit_price: '10.50' }
const CREATED = {
  type: 'OrderCreated',
  customer_id: 'c',
  currency: 'USD',
  amount: '21.00',
  items_count: 2,
  items: [ITEM],
}
const JSON_EVENT = { ...HEAD, payload: CREATED }

const refusal = (json: unknown): unknown => {
  try {
    return eventFromJson(json)
  } catch (error) {
    return (error as { code?: string }).code
  }
}

test('T2 an event in JSON has its money as text, and becomes minor units', () => {
  expect(eventFromJson(JSON_EVENT)).toStrictEqual({
    ...HEAD,
    payload: { ...CREATED, amount: 2_100, items: [{ ...ITEM, unit_price: 1_050 }] },
  })
})

test('each kind of payload is read by its type, and what is left out takes its default', () => {
  const payloads = [
    { type: 'OrderUpdated', amount: '-1.00', items_count: 0 },
    { type: 'OrderConfirmed' },
    { type: 'OrderShipped', carrier: 'DHL' },
    { type: 'OrderDelivered', carrier: 'ignored' },
    { type: 'OrderCancelled', reason: 'late' },
    { type: 'Heartbeat' },
  ]

  const { schema_version: _, ...head } = HEAD
  const events = payloads.map((payload) => eventFromJson({ ...head, payload }))

  expect(events.map((event) => event.schema_version)).toEqual(payloads.map(() => 1))
  expect(events.map((event) => event.payload)).toStrictEqual([
    { type: 'OrderUpdated', amount: -100, items_count: 0, items: [] },
    { type: 'OrderConfirmed', payment_method: null },
    { type: 'OrderShipped', carrier: 'DHL', tracking_number: null },
    { type: 'OrderDelivered' },
    { type: 'OrderCancelled', reason: 'late' },
    { type: 'Heartbeat' },
  ])
})

test('an event need not be valid by the rules of the contract', () => {
  const invalid = { ...HEAD, event_ts: -1, schema_version: -5, event_type: 'HEARTBEAT', payload: CREATED }

  expect(eventFromJson(invalid)).toMatchObject({ event_ts: -1, schema_version: -5, event_type: 'HEARTBEAT' })
})

test('what cannot be an OrderEvent is refused with OU1102', () => {
  const withPayload = (changes: object) => ({ ...HEAD, payload: { ...CREATED, ...changes } })
  const events: readonly unknown[] = [
    null,
    [],
    'event',
    {},
    { ...JSON_EVENT, event_id: 7 },
    { ...JSON_EVENT, event_type: undefined },
    { ...JSON_EVENT, event_type: 'ORDER_RETURNED' },
    { ...JSON_EVENT, event_type: 'constructor' },
    { ...JSON_EVENT, event_ts: '1000' },
    { ...JSON_EVENT, event_ts: 1.5 },
    { ...JSON_EVENT, event_ts: 2 ** 53 },
    { ...JSON_EVENT, schema_version: 2 ** 31 },
    { ...JSON_EVENT, payload: undefined },
    { ...JSON_EVENT, payload: 'OrderCreated' },
    withPayload({ type: undefined }),
    withPayload({ type: 'OrderReturned' }),
    withPayload({ type: 'toString' }),
    withPayload({ amount: 21 }),
    withPayload({ items_count: null }),
    withPayload({ items_count: -(2 ** 31) - 1 }),
    withPayload({ items: {} }),
    withPayload({ items: [null] }),
    withPayload({ items: [{ ...ITEM, quantity: 2 ** 31 }] }),
    { ...HEAD, payload: { type: 'OrderCancelled', reason: 7 } },
  ]

  expect(events.map(refusal)).toEqual(events.map(() => 'OU1102'))
})

test('money that is not written as money is refused with OU1105', () => {
  expect(refusal({ ...HEAD, payload: { ...CREATED, amount: '21' } })).toBe('OU1105')
})
