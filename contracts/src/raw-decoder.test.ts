import { readdirSync, readFileSync } from 'node:fs'
import { encodeOrderEvent } from './event-codec.ts'
import type { OrderEvent } from './order-event.ts'
import { compileDecoder } from './raw-decoder.ts'
import { ORDER_EVENT_SCHEMA } from './schemas.ts'

const decode = compileDecoder(ORDER_EVENT_SCHEMA)!

const HEAD = {
  event_id: '00000000-0000-4000-9000-000000000001',
  event_ts: 1_736_782_200_000,
  order_id: 'ORD-1',
  schema_version: 1,
}
const ITEMS = [
  { product_id: 'p1', category: 'Books', quantity: 2, unit_price: 1_999 },
  { product_id: 'pänd', category: '本', quantity: -1, unit_price: -5 },
]
const EVENTS: readonly OrderEvent[] = [
  {
    ...HEAD,
    event_type: 'ORDER_CREATED',
    payload: {
      type: 'OrderCreated',
      customer_id: 'CUST-EU-7',
      currency: 'EUR',
      amount: 3_993,
      items_count: 1,
      items: ITEMS,
    },
  },
  {
    ...HEAD,
    event_type: 'ORDER_UPDATED',
    payload: { type: 'OrderUpdated', amount: 0, items_count: 0, items: [] },
  },
  { ...HEAD, event_type: 'ORDER_CONFIRMED', payload: { type: 'OrderConfirmed', payment_method: 'card' } },
  { ...HEAD, event_type: 'ORDER_SHIPPED', payload: { type: 'OrderShipped', carrier: 'DHL', tracking_number: null } },
  { ...HEAD, event_type: 'ORDER_DELIVERED', payload: { type: 'OrderDelivered' } },
  { ...HEAD, event_type: 'ORDER_CANCELLED', payload: { type: 'OrderCancelled', reason: null } },
  { ...HEAD, event_type: 'HEARTBEAT', schema_version: -7, payload: { type: 'Heartbeat' } },
]

test('V4 an event of each type, encoded under version 1, decodes to what it was', () => {
  const decoded = EVENTS.map((event) => {
    const body = encodeOrderEvent(event)
    return decode(body, 0, body.length)
  })

  expect(decoded).toStrictEqual(EVENTS)
})

test('V4 only the bytes from start to end are the body', () => {
  const body = encodeOrderEvent(EVENTS[0]!)
  const around = Buffer.concat([Buffer.from('0000000007', 'hex'), body, Buffer.from('ff')])

  const decoded = [
    decode(around, 5, 5 + body.length),
    decode(around, 5, 4 + body.length),
    decode(around, 5, 6 + body.length),
    decode(around, 5, 5),
  ]

  expect(decoded).toStrictEqual([EVENTS[0], undefined, undefined, undefined])
})

test('V4 what a decoder gave stays as it was when the next body is decoded', () => {
  const bodies = EVENTS.map(encodeOrderEvent)

  const decoded = [...bodies, ...bodies].map((body) => decode(body, 0, body.length))

  expect(decoded).toStrictEqual([...EVENTS, ...EVENTS])
})

interface GoldenCase {
  readonly name: string
  readonly records: readonly {
    readonly partition: number
    readonly offset: number
    readonly body_hex?: string
    readonly writer?: object
  }[]
  readonly expect: {
    readonly dlq: readonly {
      readonly source_partition: number
      readonly source_offset: number
      readonly error_code: string
    }[]
  }
}

const casesUrl = new URL('../../cases/', import.meta.url)
const goldenBodies = readdirSync(casesUrl).flatMap((file) => {
  const { name, records, expect: expected } = JSON.parse(readFileSync(new URL(file, casesUrl), 'utf8')) as GoldenCase
  return records.flatMap(({ partition, offset, body_hex, writer }) => {
    const letter = expected.dlq.find((each) => each.source_partition === partition && each.source_offset === offset)
    if (body_hex === undefined || letter?.error_code === 'BAD_FRAMING') return []
    const refusal = ['UNKNOWN_SCHEMA_ID', 'BAD_AVRO'].find((code) => code === letter?.error_code) ?? 'none'
    const schema = writer === undefined ? ORDER_EVENT_SCHEMA : JSON.stringify(writer)
    return [{ title: `${name}, offset ${offset}: ${refusal}`, body: Buffer.from(body_hex, 'hex'), schema, refusal }]
  })
})

test.each(goldenBodies)('V4 of the golden case $title', ({ body, schema, refusal }) => {
  const compiled = compileDecoder(schema)
  const event = compiled?.(body, 0, body.length)

  const refusedBy = compiled === null ? 'UNKNOWN_SCHEMA_ID' : event === undefined ? 'BAD_AVRO' : 'none'

  expect(refusedBy).toBe(refusal)
})
