import { type DeadLetterCode, encodeOrderEvent, frame, type OrderCreated, type OrderEvent } from '@order-up/contracts'
import type { RareCode } from './generator-options.ts'
import type { Random } from './random.ts'

/** A record without its time of arrival. */
export interface RecordBytes {
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** Where there is no key to choose it. */
  readonly partition?: number
}

export interface CreatedEvent extends OrderEvent {
  readonly payload: OrderCreated
}

/** What a fault is made from. */
export interface FaultSite {
  readonly random: Random
  readonly schemaId: number
  readonly partitions: number
  /** A sound creation of an order never seen before; event time and arrival are the same. */
  readonly sound: CreatedEvent
  /** A creation that has been sent. */
  readonly sent: CreatedEvent
}

/** Codes that a single record provokes. Resends (DUPLICATE_EVENT) and rare codes are provoked by whole lives. */
export type FaultCode = Exclude<DeadLetterCode, 'DUPLICATE_EVENT' | RareCode>

const DAY_MS = 86_400_000

const recordOf = (site: FaultSite, event: OrderEvent): RecordBytes => ({
  key: Buffer.from(event.order_id),
  value: frame(site.schemaId, encodeOrderEvent(event)),
})
/** The sound creation, but for some of its fields. */
const but = (site: FaultSite, fields: Partial<OrderEvent>): RecordBytes => recordOf(site, { ...site.sound, ...fields })
/** The sound creation, but for some fields of its payload. */
const butPayload = (site: FaultSite, fields: Partial<OrderCreated>): RecordBytes =>
  but(site, { payload: { ...site.sound.payload, ...fields } })
const butValue = (site: FaultSite, value: Buffer | null): RecordBytes => ({
  key: Buffer.from(site.sound.order_id),
  value,
})

/** One line that is worth the whole order. */
const line = (site: FaultSite) => ({
  product_id: 'ELC-CABLE',
  category: 'Electronics',
  quantity: 1,
  unit_price: site.sound.payload.amount,
})

/** Where the enum index of event_type stands in a body: behind the length and the 36 letters of event_id. */
const EVENT_TYPE_AT = 37
/** A block of 2,147,483,647 items of which none follows. */
const FORGED_COUNT = Buffer.from('feffffff0f', 'hex')

const breakBody = (site: FaultSite): Buffer => {
  const flat = { ...site.sound, payload: { ...site.sound.payload, items: [] } }
  const body = encodeOrderEvent(flat)
  return site.random.pick([
    () => body.subarray(0, site.random.between(1, body.length - 1)),
    () => Buffer.concat([body, Buffer.of(0)]),
    () => Buffer.concat([body.subarray(0, EVENT_TYPE_AT), Buffer.of(14), body.subarray(EVENT_TYPE_AT + 1)]),
    () => Buffer.concat([body.subarray(0, -1), FORGED_COUNT]),
  ])()
}

const unframed = (site: FaultSite): RecordBytes =>
  site.random.pick([
    () => butValue(site, Buffer.alloc(0)),
    () => butValue(site, Buffer.of(0, 0, 0, 0, 1)),
    () => butValue(site, Buffer.from(`{"order_id":"${site.sound.order_id}","status":"created"}`)),
    () => ({ key: null, value: Buffer.from('ping'), partition: site.random.below(site.partitions) }),
  ])()

const FAULTS: Readonly<Record<FaultCode, (site: FaultSite) => RecordBytes>> = {
  NULL_VALUE: (site) => butValue(site, null),
  // By its key: a broker with default settings takes no value that is too large for the contract.
  TOO_LARGE: (site) => ({ ...recordOf(site, site.sound), key: Buffer.from(site.sound.order_id.padEnd(1_025, 'X')) }),
  BAD_FRAMING: unframed,
  // Only ids that no registry hands out: an engine need not ask for them (V3).
  UNKNOWN_SCHEMA_ID: (site) =>
    butValue(site, frame(site.random.pick([0, 2_147_483_648, 4_294_967_295]), encodeOrderEvent(site.sound))),
  BAD_AVRO: (site) => butValue(site, frame(site.schemaId, breakBody(site))),
  BAD_SCHEMA_VERSION: (site) => but(site, { schema_version: site.random.pick([0, -1]) }),
  BAD_EVENT_ID: (site) =>
    but(site, { event_id: site.random.pick(['', 'event-1', site.sound.event_id.toUpperCase().replace(/\d/, 'F')]) }),
  BAD_ORDER_ID: (site) =>
    but(site, { order_id: site.random.pick(['', `#${site.sound.order_id}`, site.sound.order_id.padEnd(65, '0')]) }),
  KEY_MISMATCH: (site) => ({ ...recordOf(site, site.sound), key: Buffer.from(site.sent.order_id) }),
  PAYLOAD_MISMATCH: (site) => but(site, { event_type: site.random.pick(['ORDER_UPDATED', 'ORDER_SHIPPED']) }),
  BAD_CUSTOMER_ID: (site) => butPayload(site, { customer_id: site.random.pick(['', 'Jane Doe', '-1']) }),
  AMOUNT_OUT_OF_RANGE: (site) => butPayload(site, { amount: site.random.pick([0, -4_999, 100_000_000]), items: [] }),
  UNKNOWN_CURRENCY: (site) => butPayload(site, { currency: site.random.pick(['', 'usd', 'BTC', '€']) }),
  BAD_ITEMS_COUNT: (site) =>
    butPayload(
      site,
      site.random.pick([
        { items_count: 0, items: [] },
        { items_count: 2, items: [line(site)] },
      ]),
    ),
  BAD_ITEM: (site) => {
    const wrong = site.random.pick([
      { product_id: '' },
      { category: '' },
      { category: 'Home|Garden' },
      { unit_price: -1 },
    ])
    return butPayload(site, { items_count: 1, items: [{ ...line(site), ...wrong }] })
  },
  AMOUNT_MISMATCH: (site) =>
    butPayload(site, { amount: site.sound.payload.amount + 1, items_count: 1, items: [line(site)] }),
  TIMESTAMP_OUT_OF_RANGE: (site) => but(site, { event_ts: site.random.pick([-1, 253_402_300_800_000]) }),
  TIMESTAMP_IN_FUTURE: (site) =>
    but(site, { event_ts: site.sound.event_ts + site.random.pick([60_001, 3_600_000, DAY_MS]) }),
  TOO_OLD: (site) => but(site, { event_ts: site.sound.event_ts - site.random.between(31, 60) * DAY_MS }),
  DUPLICATE_ORDER: (site) => {
    const { event_id, event_ts } = site.sound
    return recordOf(site, { ...site.sent, event_id, event_ts })
  },
}

/** Every code that `makeFault` provokes, in the order in which the checks run. */
export const FAULT_CODES = Object.keys(FAULTS) as readonly FaultCode[]

/**
 * A record that an engine refuses with `code`, wherever the partition it goes to has reached the event time of `sound`
 * within a day.
 */
export const makeFault = (code: FaultCode, site: FaultSite): RecordBytes => FAULTS[code](site)
