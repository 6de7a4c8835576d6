import { encodeOrderEvent, frame, type LogRecord, type OrderEvent } from '@order-up/contracts'
import { heapUsed, runEngine } from './run-engine.ts'
import { type PartitionSource, SCHEMA_ID, sourceLog } from './source-log.ts'

/** Heap of the simple engine per open order with two remembered event ids, at a million of them. */

const PARTITIONS = 4
const ORDERS = 1_000_000
const BAR = 700
const START_MS = 1_736_782_200_000
const BETWEEN_MS = 70 // a million orders within a day, so that every id is still remembered
const BATCH = 1_000
const CUSTOMERS = 10_000

const eventId = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

const record = (offset: number, event: OrderEvent): LogRecord => ({
  offset,
  timestampMs: event.event_ts,
  key: Buffer.from(event.order_id),
  value: frame(SCHEMA_ID, encodeOrderEvent(event)),
})

const orderRecords = (n: number, offset: number): readonly LogRecord[] => {
  const head = {
    event_ts: START_MS + n * BETWEEN_MS,
    order_id: `ORD-${n.toString().padStart(8, '0')}`,
    schema_version: 1,
  }
  const placed = { customer_id: `CUST-EU-${n % CUSTOMERS}`, currency: 'EUR', amount: 4_999, items_count: 1, items: [] }
  return [
    record(offset, {
      ...head,
      event_id: eventId(2 * n),
      event_type: 'ORDER_CREATED',
      payload: { type: 'OrderCreated', ...placed },
    }),
    record(offset + 1, {
      ...head,
      event_id: eventId(2 * n + 1),
      event_type: 'ORDER_CONFIRMED',
      payload: { type: 'OrderConfirmed', payment_method: 'card' },
    }),
  ]
}

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
