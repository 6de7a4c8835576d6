import { addToTotal, tierOf } from '@order-up/engine-core'
import TinyQueue from 'tinyqueue'
import type { ChangeLog } from './changes.ts'
import { customerCodec, placedOrderCodec } from './state-codecs.ts'
import type { StepBuilder } from './step-builder.ts'
import { Table } from './table.ts'

const DISORDER_MS = 5_000
const SESSION_GAP_MS = 1_800_000

/** An accepted ORDER_CREATED that waits to be counted (C2). */
export interface PlacedOrder {
  readonly partition: number
  readonly offset: number
  /** `max(event_ts, maxTs(p) - 5,000)` (C1). */
  readonly effectiveMs: number
  readonly eventMs: number
  readonly sourceTimestampMs: number
  readonly orderId: string
  readonly customerId: string
  readonly currency: string
  readonly amountMinor: number
}

/** A customer's orders in one currency so far (C3, C4). */
export interface CustomerState {
  readonly orderCount: number
  readonly totalMinor: number
  readonly sessionStartMs: number
  readonly sessionOrders: number
  readonly lastEffectiveMs: number
}

/** The effective time of an order whose partition's time is `maxTsMs` (C1). */
export const effectiveMsOf = (eventMs: number, maxTsMs: number): number => Math.max(eventMs, maxTsMs - DISORDER_MS)

const byCounting = (left: PlacedOrder, right: PlacedOrder): number =>
  left.effectiveMs - right.effectiveMs || left.partition - right.partition || left.offset - right.offset

const counted = (before: CustomerState | undefined, order: PlacedOrder, owner: () => string): CustomerState => {
  const goesOn = before !== undefined && order.effectiveMs - before.lastEffectiveMs <= SESSION_GAP_MS
  return {
    orderCount: (before?.orderCount ?? 0) + 1,
    totalMinor: addToTotal(before?.totalMinor ?? 0, order.amountMinor, owner),
    sessionStartMs: goesOn ? before.sessionStartMs : order.effectiveMs,
    sessionOrders: goesOn ? before.sessionOrders + 1 : 1,
    lastEffectiveMs: order.effectiveMs,
  }
}

/** Customers, counted in the one total order of their orders over all partitions (C1 to C5). */
export class Customers {
  readonly #customers: Table<CustomerState>
  readonly #placed: Table<PlacedOrder>
  #counting = new TinyQueue<PlacedOrder>([], byCounting)

  constructor(log: ChangeLog) {
    this.#customers = new Table(log, 'c|', customerCodec)
    this.#placed = new Table(log, 'q|', placedOrderCodec)
  }

  load(customers: ReadonlyMap<string, Buffer>, placed: ReadonlyMap<string, Buffer>): void {
    for (const [key, body] of customers) this.#customers.load(key, customerCodec.decodeBody(body))
    for (const [key, body] of placed) this.#placed.load(key, placedOrderCodec.decodeBody(body))
    this.#counting = new TinyQueue([...this.#placed.values()], byCounting)
  }

  /** Orders that wait to be counted. */
  get pending(): number {
    return this.#placed.size
  }

  add(order: PlacedOrder): void {
    this.#placed.insert(`${order.partition}|${order.offset}`, order)
    this.#counting.push(order)
  }

  /**
   * Counts every order that no partition can precede any more, in their total order (C2). False where the step filled
   * first; the same call goes on in the next step, also after a restart.
   */
  settle(minTsMs: number, step: StepBuilder): boolean {
    for (;;) {
      const order = this.#counting.peek()
      if (order === undefined || order.effectiveMs >= minTsMs - DISORDER_MS) return true
      if (step.isFull) return false
      this.#counting.pop()
      this.#placed.delete(`${order.partition}|${order.offset}`)
      this.#count(order, step)
    }
  }

  #count(order: PlacedOrder, step: StepBuilder): void {
    const key = `${order.customerId}|${order.currency}`
    const before = this.#customers.get(key)
    const customer = counted(before, order, () => `customer ${key}`)
    if (before === undefined) this.#customers.insert(key, customer)
    else this.#customers.replace(key, customer)
    step.emitByKey('customers', {
      customer_id: order.customerId,
      currency: order.currency,
      order_id: order.orderId,
      order_count: customer.orderCount,
      total_amount: customer.totalMinor,
      tier: tierOf(customer.orderCount, customer.totalMinor),
      session_start: customer.sessionStartMs,
      session_orders: customer.sessionOrders,
      effective_ts: order.effectiveMs,
      event_ts: order.eventMs,
      source_timestamp: order.sourceTimestampMs,
      source_partition: order.partition,
      source_offset: order.offset,
    })
  }
}
