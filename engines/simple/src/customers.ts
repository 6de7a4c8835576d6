import type { CustomerActivity } from '@order-up/contracts'
import { addToTotal, tierOf } from '@order-up/engine-core'
import TinyQueue from 'tinyqueue'
import { ChangedItems, type Tracked } from './changed-items.ts'
import type { ChangeLog } from './changes.ts'
import { customerCodec, placedOrderCodec } from './state-codecs.ts'
import { STATE_KEYS } from './state-keys.ts'
import type { StepBuilder } from './step-builder.ts'
import { valueOrNew } from './value-or-new.ts'

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

interface WaitingOrder extends Tracked {
  readonly order: PlacedOrder
}

interface Customer extends Tracked {
  readonly customerId: string
  readonly currency: string
  /** Undefined until the first order has been counted. */
  state: CustomerState | undefined
}

const newCustomer = (customerId: string, currency: string, state?: CustomerState): Customer => ({
  customerId,
  currency,
  state,
  stepChange: 'none',
})

const waitingOrder = (order: PlacedOrder): WaitingOrder => ({ order, stepChange: 'none' })

const byCounting = ({ order: left }: WaitingOrder, { order: right }: WaitingOrder): number =>
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
  /** By currency, then by id. */
  readonly #customers = new Map<string, Map<string, Customer>>()
  readonly #changedCustomers: ChangedItems<Customer>
  readonly #changedOrders: ChangedItems<WaitingOrder>
  #counting = new TinyQueue<WaitingOrder>([], byCounting)

  constructor(log: ChangeLog) {
    this.#changedCustomers = new ChangedItems(log, {
      keyOf: ({ customerId, currency }) => STATE_KEYS.c(customerId, currency),
      encodeBody: ({ state }) => customerCodec.encodeBody(state as CustomerState),
    })
    this.#changedOrders = new ChangedItems(log, {
      keyOf: ({ order }) => STATE_KEYS.q(order.partition, order.offset),
      encodeBody: ({ order }) => placedOrderCodec.encodeBody(order),
    })
  }

  load(customers: ReadonlyMap<string, Buffer>, placed: ReadonlyMap<string, Buffer>): void {
    for (const [key, body] of customers) {
      const [customerId, currency] = key.split('|') as [string, string]
      this.#in(currency).set(customerId, newCustomer(customerId, currency, customerCodec.decodeBody(body)))
    }
    const waiting = [...placed.values()].map((body) => waitingOrder(placedOrderCodec.decodeBody(body)))
    this.#counting = new TinyQueue(waiting, byCounting)
  }

  /** Orders that wait to be counted. */
  get pending(): number {
    return this.#counting.length
  }

  add(order: PlacedOrder): void {
    const waiting = waitingOrder(order)
    this.#changedOrders.add(waiting)
    this.#counting.push(waiting)
  }

  /**
   * Counts every order that no partition can precede any more, in their total order (C2). False where the step filled
   * first; the same call goes on in the next step, also after a restart.
   */
  settle(minTsMs: number, step: StepBuilder): boolean {
    for (;;) {
      const waiting = this.#counting.peek()
      if (waiting === undefined || waiting.order.effectiveMs >= minTsMs - DISORDER_MS) return true
      if (step.isFull) return false
      this.#counting.pop()
      this.#changedOrders.drop(waiting)
      step.emitByKey('customers', this.#count(waiting.order))
    }
  }

  #in(currency: string): Map<string, Customer> {
    return valueOrNew(this.#customers, currency, () => new Map<string, Customer>())
  }

  #count(order: PlacedOrder): CustomerActivity {
    const { customerId, currency } = order
    const customer = valueOrNew(this.#in(currency), customerId, () => newCustomer(customerId, currency))
    const state = counted(customer.state, order, () => `customer ${customerId}|${currency}`)
    if (customer.state === undefined) this.#changedCustomers.add(customer)
    else this.#changedCustomers.touch(customer)
    customer.state = state
    return activity(order, state)
  }
}

const activity = (order: PlacedOrder, customer: CustomerState): CustomerActivity => ({
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
