import { compileDecoder, FRAME_BYTES, ORDER_EVENT_SCHEMA, type RawAppend } from '@order-up/contracts'
import { generateOrders } from './generate-orders.ts'

const decode = compileDecoder(ORDER_EVENT_SCHEMA)!
const eventOf = ({ value }: RawAppend) => decode(value!, FRAME_BYTES, value!.length)!
const withoutFaults = { partitions: 4, schemaId: 1, count: 300, malformed: 0, late: 0 }

const finished = [...generateOrders(withoutFaults)]
const unfinished = [...generateOrders({ ...withoutFaults, finish: false })]
const created = (records: readonly RawAppend[]): ReadonlySet<string> =>
  new Set(records.map(eventOf).flatMap((event) => (event.event_type === 'ORDER_CREATED' ? [event.order_id] : [])))

test('a log that is not to be finished has every order, and ends with the last of them', () => {
  const lastPlacedMs = Math.max(...unfinished.map((record) => eventOf(record).event_ts))

  expect(created(unfinished)).toEqual(created(finished))
  expect(unfinished.at(-1)!.timestampMs - lastPlacedMs).toBeLessThan(30_000)
})

test('up to its last order it is the log that is finished', () => {
  const placedMs = Math.max(...unfinished.map((record) => eventOf(record).event_ts))
  const before = (records: readonly RawAppend[]) => records.filter((record) => record.timestampMs < placedMs - 1_500)

  expect(before(unfinished)).toEqual(before(finished))
  expect(finished.length).toBeGreaterThan(unfinished.length)
})
