import { encodeOrderEvent, frame, type LogRecord, type OrderEvent } from '@order-up/contracts'
import { confirmed, placed } from './open-order-events.ts'
import { heapUsed, runEngine } from './run-engine.ts'
import { type PartitionSource, SCHEMA_ID, sourceLog } from './source-log.ts'

/** Heap of the simple engine per open order with two remembered event ids, at a million of them. */

const PARTITIONS = 4
const ORDERS = 1_000_000
const BAR = 700
const BATCH = 1_000

const record = (offset: number, event: OrderEvent): LogRecord => ({
  offset,
  timestampMs: event.event_ts,
  key: Buffer.from(event.order_id),
  value: frame(SCHEMA_ID, encodeOrderEvent(event)),
})

const orderRecords = (n: number, offset: number): readonly LogRecord[] => [
  record(offset, placed(n)),
  record(offset + 1, confirmed(n)),
]

function* partitionSource(partition: number): PartitionSource {
  let batch: LogRecord[] = []
  for (let n = partition, offset = 0; n < ORDERS; n += PARTITIONS, offset += 2) {
    batch.push(...orderRecords(n, offset))
    if (batch.length >= BATCH) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

export const heapPerOrder = async (): Promise<boolean> => {
  const end = new AbortController()
  const emptyBytes = heapUsed()
  let fullBytes = 0
  const log = sourceLog({
    sources: Array.from({ length: PARTITIONS }, (_, partition) => partitionSource(partition)),
    lengths: new Array<number>(PARTITIONS).fill((2 * ORDERS) / PARTITIONS),
    committed: () => {},
    exhausted: () => {
      fullBytes = heapUsed()
      end.abort()
    },
  })
  await runEngine(log, { untilEnd: false, signal: end.signal })
  const perOrder = (fullBytes - emptyBytes) / ORDERS
  console.log(`  ${ORDERS} open orders, two ids each: ${perOrder.toFixed(0)} bytes of heap an order, bar ${BAR}`)
  return perOrder <= BAR
}
