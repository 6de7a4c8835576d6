import { compileDecoder, FRAME_BYTES, ORDER_EVENT_SCHEMA } from '@order-up/contracts'
import { partitionOfRecord } from '../../kit/reference-run.ts'
import { generateOrders } from './generate-orders.ts'

const decode = compileDecoder(ORDER_EVENT_SCHEMA)!

test('T4 no partition falls more than a minute behind, however few orders there are', () => {
  const log = { partitions: 12, schemaId: 1, count: 40, ratePerSecond: 0.005, malformed: 0, late: 0.5 }
  const times = Array.from({ length: log.partitions }, () => Number.NEGATIVE_INFINITY)
  const lags: number[] = []
  const records = [...generateOrders({ ...log, finish: false })]

  for (const record of records) {
    const eventMs = decode(record.value!, FRAME_BYTES, record.value!.length)!.event_ts
    const partition = partitionOfRecord(record, log.partitions)
    times[partition] = Math.max(times[partition]!, eventMs)
    // The log begins with one heartbeat per partition.
    if (lags.length >= log.partitions || Math.min(...times) > 0) lags.push(record.timestampMs - Math.min(...times))
  }

  expect(records.length - lags.length).toBe(log.partitions - 1)
  expect(Math.max(...lags)).toBeLessThanOrEqual(60_000)
})
