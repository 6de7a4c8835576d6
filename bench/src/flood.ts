import { encodeOrderEvent, frame, type LogRecord, type OrderEvent, type RunSummary } from '@order-up/contracts'
import { runEngine } from './run-engine.ts'
import { type PartitionSource, SCHEMA_ID, sourceLog } from './source-log.ts'

/** Partitions full of records that mean nothing: memory stays bounded whatever comes. */

const RECORDS = 10_000_000
const BROKEN = 1_000_000
const BATCH = 5_000
const BAR_MIB = 512
const MIB = 1_048_576
const KEY = Buffer.from('ORD-1')

const event: OrderEvent = {
  event_id: '00000000-0000-4000-8000-000000000001',
  event_type: 'ORDER_CREATED',
  event_ts: 1_000,
  order_id: 'ORD-1',
  schema_version: 1,
  payload: { type: 'OrderCreated', customer_id: 'C', currency: 'EUR', amount: 1, items_count: 1, items: [] },
}

/** A body that announces two thousand million items and holds none. */
const forged = (): Buffer => {
  const whole = frame(SCHEMA_ID, encodeOrderEvent(event))
  return Buffer.concat([whole.subarray(0, whole.length - 1), Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f])])
}

const sameValue = function* (value: Buffer, count: number): PartitionSource {
  for (let offset = 0; offset < count; offset += BATCH)
    yield Array.from(
      { length: Math.min(BATCH, count - offset) },
      (_, at): LogRecord => ({ offset: offset + at, timestampMs: 1_000, key: KEY, value }),
    )
}

const peakMib = (): number => process.resourceUsage().maxRSS / 1_024

const drown = async (
  value: Buffer,
  count: number,
): Promise<{ readonly summary: RunSummary; readonly perSecond: number }> => {
  const log = sourceLog({
    sources: [sameValue(value, count)],
    lengths: [count],
    committed: () => {},
    exhausted: () => {},
  })
  const started = performance.now()
  const summary = await runEngine(log)
  return { summary, perSecond: Math.round((count / (performance.now() - started)) * 1_000) }
}

export const flood = async (): Promise<boolean> => {
  const before = process.memoryUsage.rss() / MIB
  const tiny = await drown(Buffer.from([0]), RECORDS)
  console.log(
    `  ${RECORDS} records of one byte: ${tiny.perSecond} records/s, refused ${JSON.stringify(tiny.summary.refused)}`,
  )
  const broken = await drown(forged(), BROKEN)
  console.log(
    `  ${BROKEN} forged counts: ${broken.perSecond} records/s, refused ${JSON.stringify(broken.summary.refused)}`,
  )
  console.log(`  peak memory ${peakMib().toFixed(0)} MiB, ${before.toFixed(0)} before, bar ${BAR_MIB}`)
  return peakMib() <= BAR_MIB
}
