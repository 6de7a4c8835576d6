import { encodeOrderEvent } from '../../src/event-codec.ts'
import { frame } from '../../src/framing.ts'
import type { LogRecord } from '../../src/log-port.ts'
import type { EventType, OrderCreated, OrderEvent, OrderItem, OrderUpdated, Payload } from '../../src/order-event.ts'
import { ORDER_EVENT_SCHEMA } from '../../src/schemas.ts'
import { type PartitionResults, partitionResults } from './partition.ts'
import type { ReferenceInput } from './reference.ts'
import { validation } from './validation.ts'

/** An event of a log that a test writes down; what it leaves out is valid and plain. */
export interface LogEvent extends Partial<Omit<OrderEvent, 'event_type' | 'payload'>> {
  readonly event_type: EventType
  readonly payload: Payload
  readonly partition?: number
}

type EventFields = Omit<LogEvent, 'event_type' | 'payload'>

/** Quantity, category and unit price of one item. */
export const item = (quantity: number, category: string, unit_price: number): OrderItem => ({
  product_id: 'p',
  category,
  quantity,
  unit_price,
})

const PLAIN_BASKET = { amount: 1_000, items_count: 1, items: [] }
const PLAIN_ORDER = { customer_id: 'CUST-US-1', currency: 'USD', ...PLAIN_BASKET }

/** ORDER_CREATED at `event_ts`; by default 10.00 USD of a US customer without items. */
export const created = (event_ts: number, order: Partial<OrderCreated> = {}, fields: EventFields = {}): LogEvent => ({
  event_type: 'ORDER_CREATED',
  payload: { type: 'OrderCreated', ...PLAIN_ORDER, ...order },
  event_ts,
  ...fields,
})

/** ORDER_UPDATED at `event_ts`. */
export const updated = (event_ts: number, basket: Partial<OrderUpdated> = {}, fields: EventFields = {}): LogEvent => ({
  event_type: 'ORDER_UPDATED',
  payload: { type: 'OrderUpdated', ...PLAIN_BASKET, ...basket },
  event_ts,
  ...fields,
})

/** ORDER_SHIPPED at `event_ts`. */
export const shipped = (event_ts: number, fields: EventFields = {}): LogEvent => ({
  event_type: 'ORDER_SHIPPED',
  payload: { type: 'OrderShipped', carrier: null, tracking_number: null },
  event_ts,
  ...fields,
})

/** ORDER_CANCELLED at `event_ts`. */
export const cancelled = (event_ts: number, fields: EventFields = {}): LogEvent => ({
  event_type: 'ORDER_CANCELLED',
  payload: { type: 'OrderCancelled', reason: null },
  event_ts,
  ...fields,
})

/** A heartbeat that carries a partition to `event_ts`. */
export const heartbeat = (event_ts: number, partition = 0): LogEvent => ({
  event_type: 'HEARTBEAT',
  payload: { type: 'Heartbeat' },
  event_ts,
  order_id: 'heartbeat',
  partition,
})

/** The id of the n-th event of a test. */
export const eventId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const SCHEMA_ID = 1

/** What the schema ids of a test's log stand for. */
export const schemaText = (id: number): string | null => (id === SCHEMA_ID ? ORDER_EVENT_SCHEMA : null)

/** The raw record of an event that happened just when it was produced. */
export const rawRecord = ({ partition: _, ...fields }: LogEvent, offset = 0): LogRecord => {
  const event = { event_id: eventId(offset), event_ts: 0, order_id: 'o', schema_version: 1, ...fields }
  return {
    offset,
    timestampMs: event.event_ts,
    key: Buffer.from(event.order_id),
    value: frame(SCHEMA_ID, encodeOrderEvent(event)),
  }
}

/**
 * A raw log of `events`, in partition 0 where they name none. In each partition the n-th event has offset n, and
 * `eventId(n)` unless it names another.
 */
export const eventLog = (events: readonly LogEvent[], { partitions = 1, flush = false } = {}): ReferenceInput => {
  const records = Array.from({ length: partitions }, (): LogRecord[] => [])
  for (const event of events) {
    const own = records[event.partition ?? 0] as LogRecord[]
    own.push(rawRecord(event, own.length))
  }
  return { partitions, records, schemaText, flush }
}

/** What `events`, all in one partition, yield there. */
export const resultsOf = (events: readonly LogEvent[]): PartitionResults =>
  partitionResults(0, events.map(rawRecord), validation(schemaText))
