import type { DeadLetterCode } from '../../src/dead-letter-codes.ts'
import type { OrderCreated } from '../../src/order-event.ts'
import type { CuratedOrder } from '../../src/output-records.ts'
import { groupBy } from './group-by.ts'
import { curatedRow, NO_FACTS, withEvent } from './order-facts.ts'
import { RememberedIds } from './remembered-ids.ts'
import { firstBeyond, type TimedRecord, type Timeline } from './time.ts'

const THIRTY_DAYS_MS = 2_592_000_000
const MAX_REMEMBERED_IDS = 1_000

/** Why O0 to O2 refuse a valid order event. */
export type OrderRefusalCode = Extract<
  DeadLetterCode,
  'TOO_OLD' | 'DUPLICATE_EVENT' | 'DUPLICATE_ORDER' | 'TOO_MANY_EVENTS'
>

/** A valid order event that O0 to O2 refuse. */
export interface RefusedEvent extends TimedRecord {
  readonly code: OrderRefusalCode
}

/** An accepted ORDER_CREATED. */
export interface Creation extends TimedRecord {
  readonly created: OrderCreated
}

/** A held event whose order was forgotten without having been created (O6). */
export interface Orphan extends TimedRecord {
  /** Greatest event_ts accepted for the order. */
  readonly lastTsMs: number
  /** Offset of the record that moved time. */
  readonly decidedOffset: number
}

/** What the orders of one partition yield, order by order. */
export interface OrderResults {
  readonly curated: CuratedOrder[]
  readonly creations: Creation[]
  readonly refused: RefusedEvent[]
  readonly orphans: Orphan[]
  /** Held events that a later creation's row shows (O4). */
  readonly shown: TimedRecord[]
  /** Held events that the end of the log leaves held. */
  readonly waiting: TimedRecord[]
}

/** An order from its first accepted event until it is forgotten; the same order_id may live again. */
class OrderLife {
  readonly remembered = new RememberedIds()
  /** Accepted before the creation. */
  readonly held: TimedRecord[] = []
  facts = NO_FACTS

  get isCreated(): boolean {
    return this.facts.creation !== undefined
  }

  /** True where the state has been forgotten once time is `maxTsMs` (O6). */
  isForgottenAt(maxTsMs: number): boolean {
    return this.facts.lastTsMs + THIRTY_DAYS_MS < maxTsMs
  }

  /** Why an event is refused, checked in the contract's order (O0, O1, O2). */
  refusalOf({ event, maxTsMs }: TimedRecord): OrderRefusalCode | undefined {
    this.remembered.forgetAt(maxTsMs)
    if (event.event_ts + THIRTY_DAYS_MS < maxTsMs) return 'TOO_OLD'
    if (this.remembered.has(event.event_id)) return 'DUPLICATE_EVENT'
    if (event.event_type === 'ORDER_CREATED' && this.isCreated) return 'DUPLICATE_ORDER'
    if (this.remembered.size >= MAX_REMEMBERED_IDS) return 'TOO_MANY_EVENTS'
    return undefined
  }

  /** Takes an event in (O1, O3). */
  accept(at: TimedRecord): void {
    this.remembered.add(at.event.event_id, at.maxTsMs)
    this.facts = withEvent(this.facts, at)
  }
}

/**
 * All that the orders of one partition yield (O0 to O6). What becomes of an order hangs on its own events and on time
 * alone, so each is followed by itself.
 */
export const ordersOf = (timeline: Timeline): OrderResults => {
  const results: OrderResults = { curated: [], creations: [], refused: [], orphans: [], shown: [], waiting: [] }
  const orderEvents = timeline.filter(({ event }) => event.event_type !== 'HEARTBEAT')
  const byOrder = groupBy(orderEvents, ({ event }) => event.order_id)
  for (const events of byOrder.values()) followOrder(events, timeline, results)
  return results
}

/** Adds to `results` what the events of one order_id yield, life after life. */
const followOrder = (events: readonly TimedRecord[], timeline: Timeline, results: OrderResults): void => {
  let life = new OrderLife()
  for (const at of events) {
    if (life.isForgottenAt(at.maxTsMs)) {
      settleHeld(life, timeline, results)
      life = new OrderLife()
    }
    const code = life.refusalOf(at)
    if (code === undefined) handle(at, life, results)
    else results.refused.push({ ...at, code })
  }
  settleHeld(life, timeline, results)
}

/** Takes an accepted event in: held until its order is created, then one row each (O4). */
const handle = (at: TimedRecord, life: OrderLife, results: OrderResults): void => {
  const { payload } = at.event
  life.accept(at)
  if (!life.isCreated) {
    life.held.push(at)
    return
  }
  results.curated.push(curatedRow(life.facts, at))
  if (payload.type !== 'OrderCreated') return
  results.creations.push({ ...at, created: payload })
  for (const held of life.held) results.shown.push(held)
}

/** What becomes of the held events of a life that sees no further event: orphans, or held still (O6). */
const settleHeld = (
  { isCreated, held, facts: { lastTsMs } }: OrderLife,
  timeline: Timeline,
  results: OrderResults,
): void => {
  if (isCreated) return
  const decider = firstBeyond(timeline, lastTsMs + THIRTY_DAYS_MS)
  for (const at of held) {
    if (decider === undefined) results.waiting.push(at)
    else results.orphans.push({ ...at, lastTsMs, decidedOffset: decider.record.offset })
  }
}
