import { encodeOrderEvent } from './event-codec.ts'
import { eventFromJson } from './event-json.ts'
import { eventJsonInBody } from './event-json-in-body.ts'

const EVENT = {
  event_id: '00000000-0000-4000-8000-000000000001',
  event_type: 'ORDER_UPDATED',
  event_ts: 1_000,
  order_id: 'o',
  schema_version: 1,
  payload: {
    type: 'OrderUpdated',
    amount: '-10.01',
    items_count: 2,
    items: [{ product_id: 'p', category: 'Books', quantity: 2, unit_price: '0.07' }],
  },
}
const BODY = encodeOrderEvent(eventFromJson(EVENT))

test('T2 a body shows the event that it was written from, money as text', () => {
  expect(eventJsonInBody(BODY)).toEqual(EVENT)
})

test('a body that the JSON of its event would not lead back to shows none', () => {
  const invalidUtf8 = Buffer.concat([BODY.subarray(0, 1), Buffer.of(0xff), BODY.subarray(2)])
  const moreBytes = Buffer.concat([BODY, Buffer.of(0)])

  expect([invalidUtf8, moreBytes, BODY.subarray(0, -1), Buffer.alloc(0)].map(eventJsonInBody)).toEqual(
    [1, 2, 3, 4].map(() => undefined),
  )
})
