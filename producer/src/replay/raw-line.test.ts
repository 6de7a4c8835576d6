import { encodeOrderEvent, frame, type OrderEvent, type RawAppend } from '@order-up/contracts'
import fc from 'fast-check'
import { TemporaryFolder } from '../../kit/temporary-folder.ts'
import { generateOrders } from '../generate/generate-orders.ts'
import { RARE_CODES } from '../generate/generator-options.ts'
import { rawFromJson } from './raw-json.ts'
import { rawLine } from './raw-line.ts'
import { readRawLines } from './read-raw-lines.ts'
import { writeRawLines } from './write-raw-lines.ts'

const TARGET = { schemaId: 3, partitions: 4 }
const folder = new TemporaryFolder()

const HEARTBEAT: OrderEvent = {
  event_id: '00000000-0000-4000-8000-000000000001',
  event_type: 'HEARTBEAT',
  event_ts: 1_000,
  order_id: 'heartbeat',
  schema_version: 1,
  payload: { type: 'Heartbeat' },
}
const BODY = encodeOrderEvent(HEARTBEAT)

const formOf = (value: Buffer | null): string | undefined =>
  Object.keys(JSON.parse(rawLine({ key: null, value, timestampMs: 1, partition: 0 }, TARGET.schemaId)) as object).find(
    (name) => name === 'event' || name === 'value_hex',
  )

test('a line shows the event where the value is one', () => {
  const key = Buffer.from('heartbeat')

  const line = rawLine({ key, value: frame(3, BODY), timestampMs: 2_000, partition: 1 }, 3)

  expect(JSON.parse(line)).toEqual({ key: 'heartbeat', event: HEARTBEAT, timestamp: 2_000, partition: 1 })
})

test('a line shows the bytes of whatever would not be the same bytes when it is read back', () => {
  const invalidUtf8 = Buffer.concat([BODY.subarray(0, 1), Buffer.of(0xff), BODY.subarray(2)])
  const paddedVersion = Buffer.concat([BODY.subarray(0, -2), Buffer.of(0x82, 0), BODY.subarray(-1)])
  const forgedCount = Buffer.concat([BODY.subarray(0, -1), Buffer.from('02021402fe', 'hex'), Buffer.alloc(4, 0xff)])
  const bodies = [invalidUtf8, paddedVersion, forgedCount, BODY.subarray(1), Buffer.concat([BODY, Buffer.of(0)])]
  const values = [null, Buffer.alloc(0), frame(4, BODY), BODY, ...bodies.map((body) => frame(3, body))]

  expect(values.map(formOf)).toEqual(values.map(() => 'value_hex'))
})

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array))
const money = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
const int32 = fc.integer()
const anyText = fc.string({ unit: 'binary', maxLength: 20 })
const created = fc.record({
  type: fc.constant('OrderCreated' as const),
  customer_id: anyText,
  currency: anyText,
  amount: money,
  items_count: int32,
  items: fc.array(fc.record({ product_id: anyText, category: anyText, quantity: int32, unit_price: money }), {
    maxLength: 3,
  }),
})
const shipped = fc.record({
  type: fc.constant('OrderShipped' as const),
  carrier: fc.option(anyText),
  tracking_number: fc.option(anyText),
})
const anyEvent: fc.Arbitrary<OrderEvent> = fc.record({
  event_id: anyText,
  event_type: fc.constantFrom('ORDER_CREATED', 'ORDER_DELIVERED', 'HEARTBEAT'),
  // The codec writes no long beyond this.
  event_ts: fc.integer({ min: -9_007_199_254_740_989, max: 9_007_199_254_740_989 }),
  order_id: anyText,
  schema_version: int32,
  payload: fc.oneof(created, shipped, fc.constant({ type: 'OrderDelivered' as const })),
})
const anyValue = fc.oneof(
  fc.constant(null),
  bytes,
  anyEvent.map((event) => frame(TARGET.schemaId, encodeOrderEvent(event))),
  fc
    .tuple(anyEvent, bytes)
    .map(([event, more]) => frame(TARGET.schemaId, Buffer.concat([encodeOrderEvent(event), more]))),
)
const anyRecord: fc.Arbitrary<RawAppend> = fc
  .record({ key: fc.option(bytes), value: anyValue, timestampMs: fc.maxSafeNat(), partition: fc.nat(3) })
  .chain(({ partition, ...record }) =>
    record.key === null ? fc.constant({ ...record, partition }) : fc.constantFrom(record, { ...record, partition }),
  )

test('whatever a record holds, its line is read back as the same record', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const line = rawLine(record, TARGET.schemaId)

      expect(line).not.toContain('\n')
      expect(rawFromJson(JSON.parse(line), TARGET)).toEqual(record)
    }),
    { numRuns: 1_000 },
  )
})

test('any event is shown as one, however wild its fields', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(formOf(frame(TARGET.schemaId, encodeOrderEvent(event)))).toBe('event')
    }),
    { numRuns: 500 },
  )
})

test.each(['log.jsonl', 'log.jsonl.gz'])(
  'a generated log that is saved as %s is read back byte for byte',
  async (name) => {
    const records = [...generateOrders({ ...TARGET, count: 150, malformed: 0.2, rare: RARE_CODES })]
    await writeRawLines({ records, path: folder.at(name), schemaId: TARGET.schemaId })

    const back: RawAppend[] = []
    for await (const record of readRawLines(folder.at(name), TARGET)) back.push(record)

    expect(back).toEqual(records)
  },
)

test('OU1101 names a file that cannot be written', async () => {
  const path = folder.at('nowhere/log.jsonl')

  await expect(writeRawLines({ records: [], path, schemaId: 1 })).rejects.toMatchObject({ code: 'OU1101' })
})
