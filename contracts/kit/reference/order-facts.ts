import type { Basket, EventType, OrderCreated } from '../../src/order-event.ts'
import type { CuratedOrder, OrderStatus } from '../../src/output-records.ts'
import { merchantOf, regionOf, taxOf, valueCategoryOf } from './enrichment.ts'
import { compareRanks, type Rank } from './rank.ts'
import type { TimedRecord } from './time.ts'

/** What an order's accepted events say, taken together (O3). */
export interface OrderFacts {
  readonly creation: TimedRecord | undefined
  /** The event whose basket is the order's. */
  readonly basket: TimedRecord | undefined
  /** The event whose status is the order's. */
  readonly status: TimedRecord | undefined
  /** Greatest event_ts accepted. */
  readonly lastTsMs: number
  readonly eventCount: number
}

export const NO_FACTS: OrderFacts = {
  creation: undefined,
  basket: undefined,
  status: undefined,
  lastTsMs: -Infinity,
  eventCount: 0,
}

/** The status that each event bears, null where it bears none. */
const STATUS_OF: Readonly<Record<EventType, OrderStatus | null>> = {
  ORDER_CREATED: 'pending_payment',
  ORDER_UPDATED: null,
  ORDER_CONFIRMED: 'confirmed',
  ORDER_SHIPPED: 'shipped',
  ORDER_DELIVERED: 'delivered',
  ORDER_CANCELLED: 'cancelled',
  HEARTBEAT: null,
}

const isCreation = ({ event }: TimedRecord): boolean => event.event_type === 'ORDER_CREATED'
const hasBasket = (at: TimedRecord): boolean => isCreation(at) || at.event.event_type === 'ORDER_UPDATED'
const bearsStatus = ({ event }: TimedRecord): boolean => STATUS_OF[event.event_type] !== null

const basketRank = ({ event, record }: TimedRecord): Rank => [event.event_ts, record.offset]
const statusRank = (at: TimedRecord): Rank => [isCreation(at) ? 0 : 1, at.event.event_ts, at.record.offset]

const greatest = (a: TimedRecord | undefined, b: TimedRecord, rankOf: (at: TimedRecord) => Rank): TimedRecord =>
  a === undefined || compareRanks(rankOf(b), rankOf(a)) > 0 ? b : a

/** `facts` and one more accepted event (O3). */
export const withEvent = (facts: OrderFacts, at: TimedRecord): OrderFacts => ({
  creation: isCreation(at) ? at : facts.creation,
  basket: hasBasket(at) ? greatest(facts.basket, at, basketRank) : facts.basket,
  status: bearsStatus(at) ? greatest(facts.status, at, statusRank) : facts.status,
  lastTsMs: Math.max(facts.lastTsMs, at.event.event_ts),
  eventCount: facts.eventCount + 1,
})

/** The row after the event `at` of an order that has been created, so that it has a basket and a status (O4, O5). */
export const curatedRow = (facts: OrderFacts, at: TimedRecord): CuratedOrder => {
  const { event: creation } = facts.creation as TimedRecord
  const { customer_id, currency } = creation.payload as OrderCreated
  const { amount, items_count } = (facts.basket as TimedRecord).event.payload as Basket
  const region = regionOf(customer_id)
  return {
    order_id: at.event.order_id,
    customer_id,
    status: STATUS_OF[(facts.status as TimedRecord).event.event_type] as OrderStatus,
    currency,
    amount,
    items_count,
    region,
    tax: taxOf(amount, region),
    order_value_category: valueCategoryOf(amount),
    merchant_id: merchantOf(customer_id),
    created_ts: creation.event_ts,
    updated_ts: facts.lastTsMs,
    event_count: facts.eventCount,
    last_event_id: at.event.event_id,
    event_ts: at.event.event_ts,
    source_timestamp: at.record.timestampMs,
    source_partition: at.partition,
    source_offset: at.record.offset,
  }
}
