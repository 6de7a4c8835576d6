import { compileDecoder, FRAME_BYTES, ORDER_EVENT_SCHEMA, type RawAppend } from '@order-up/contracts'
import { generateOrders } from './generate-orders.ts'

const decode = compileDecoder(ORDER_EVENT_SCHEMA)!
const eventOf = ({ value }: RawAppend) => decode(value!, FRAME_BYTES, value!.length)!
const withoutFaults = { partitions: 4, schemaId: 1, count: 300, malformed: 0, late: 0 }

const finished = [...generateOrders(withoutFaults)]
const unfinished = [...generateOrders({ ...withoutFaults, finish: false })]
const creations = (records: readonly RawAppend[]) =>
  records.map(eventOf).filter(({ event_type }) => event_type === 'ORDER_CREATED')
const ordersIn = (records: readonly RawAppend[]): ReadonlySet<string> =>
  new Set(creations(records).map(({ order_id }) => order_id))
const lastPlacedMs = Math.max(...creations(finished).map(({ event_ts }) => event_ts))

test('a log that is not to be finished has every order, and ends with the last of them', () => {
  const latestMs = unfinished.at(-1)!.timestampMs

  expect(ordersIn(unfinished)).toEqual(ordersIn(finished))
  expect(latestMs - lastPlacedMs).toBeLessThan(30_000)
})

test('up to its last order it is the log that is finished', () => {
  const before = (records: readonly RawAppend[]) => records.filter((record) => record.timestampMs < lastPlacedMs)

  expect(before(unfinished)).toEqual(before(finished))
  expect(before(unfinished).length).toBeGreaterThan(300)
})

test('a log for ever beats from the start, before its first order too', () => {
  const options = { partitions: 1, schemaId: 1, startMs: 8_640_000_000, ratePerSecond: 0.0001 }
  const timesOf = (finish: boolean): readonly number[] => {
    const times: number[] = []
    for (const record of generateOrders({ ...options, finish })) if (times.push(record.timestampMs) === 4) break
    return times
  }

  expect(timesOf(false)).toEqual([0, 50_000, 75_000, 100_000].map((ms) => options.startMs + ms))
  expect(timesOf(true)).toEqual(timesOf(false))
})
