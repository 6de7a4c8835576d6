import { encodeOrderEvent } from '../src/event-codec.ts'
import { EVENT_TYPES, type EventType, type OrderCreated, PAYLOAD_OF, type Payload } from '../src/order-event.ts'
import type { CaseContent, CaseRecord } from './golden-case.ts'

/** Where histories begin: 13 January 2025, 15:30:00 UTC, the start of a window of every metric but the hour's. */
export const START_MS = 1_736_782_200_000

/** An event of a history; what is left out is valid. */
export interface EventSpec {
  /** Default 0. */
  readonly partition?: number
  /** Default `heartbeat`. */
  readonly orderId?: string
  readonly atMs: number
  /** Default: a heartbeat. */
  readonly payload?: Payload
  readonly eventType?: EventType
  /** Default: one of its own. */
  readonly eventId?: string
  readonly schemaVersion?: number
  /** Default: the order id. */
  readonly key?: Buffer | null
  /** Record timestamp; default: that of the event. */
  readonly timestampMs?: number
}

export interface ValueSpec {
  readonly partition?: number
  readonly key?: Buffer | null
  readonly timestampMs?: number
  readonly content: CaseContent
}

/** ORDER_CREATED of 10.00 USD by CUST-US-001 without items, but for what `over` says. */
export const created = (over: Partial<Omit<OrderCreated, 'type'>> = {}): OrderCreated => ({
  type: 'OrderCreated',
  customer_id: 'CUST-US-001',
  currency: 'USD',
  amount: 1_000,
  items_count: 1,
  items: [],
  ...over,
})

export const shipped: Payload = { type: 'OrderShipped', carrier: null, tracking_number: null }

const typeOf = (payload: Payload): EventType =>
  EVENT_TYPES.find((type) => PAYLOAD_OF[type] === payload.type) as EventType

/** A raw log as it is written down: offsets and event ids are given as records are added. */
export class RawHistory {
  readonly partitions: number
  readonly records: CaseRecord[] = []
  readonly #next: number[]
  #events = 0

  constructor(partitions = 1) {
    this.partitions = partitions
    this.#next = new Array<number>(partitions).fill(0)
  }

  /** Adds a record whose content is as given; returns it. */
  add({ partition = 0, key = null, timestampMs = START_MS, content }: ValueSpec): CaseRecord {
    const offset = this.#next[partition] ?? 0
    this.#next[partition] = offset + 1
    const record = { partition, offset, timestampMs, key, content }
    this.records.push(record)
    return record
  }

  /** Adds an event; returns its record. */
  event(spec: EventSpec): CaseRecord {
    const { atMs, orderId = 'heartbeat', payload = { type: 'Heartbeat' } } = spec
    this.#events += 1
    const body = encodeOrderEvent({
      event_id: spec.eventId ?? `00000000-0000-4000-8000-${String(this.#events).padStart(12, '0')}`,
      event_type: spec.eventType ?? typeOf(payload),
      event_ts: atMs,
      order_id: orderId,
      schema_version: spec.schemaVersion ?? 1,
      payload,
    })
    return this.add({
      partition: spec.partition ?? 0,
      key: spec.key === undefined ? Buffer.from(orderId) : spec.key,
      timestampMs: spec.timestampMs ?? atMs,
      content: { kind: 'body', body, schemaText: null },
    })
  }
}
