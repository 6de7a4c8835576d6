import type { DeadLetterCode, LogRecord, OrderEvent, SourceRecord } from '@order-up/contracts'
import {
  curatedRow,
  foldOrder,
  isCreated,
  isExpired,
  isRemembered,
  longCodec,
  orphanLetter,
  refusalOf,
} from '@order-up/engine-core'
import TinyQueue from 'tinyqueue'
import type { ChangeLog } from './changes.ts'
import { ForgetQueue } from './forget-queue.ts'
import { KeySet } from './key-set.ts'
import { hold, NO_IDS, type OpenOrder, openOrder, release } from './open-order.ts'
import { OrderChanges } from './order-changes.ts'
import type { OrdersImage } from './orders-image.ts'
import { STATE_KEYS } from './state-keys.ts'
import type { StepBuilder } from './step-builder.ts'

/** What became of a valid order event: held until its order's creation, or curated (O4). */
export type Verdict =
  | { readonly kind: 'refused'; readonly code: DeadLetterCode }
  | { readonly kind: 'held' | 'curated' }

const HELD: Verdict = { kind: 'held' }
const CURATED: Verdict = { kind: 'curated' }

const byExpiry = (left: OpenOrder, right: OpenOrder): number =>
  left.filedMs - right.filedMs || (left.state.orderId < right.state.orderId ? -1 : 1)

/** The orders of one raw partition (O0 to O6), as far as its time has come (T4). */
export class PartitionOrders {
  readonly #partition: number
  readonly #orders = new Map<string, OpenOrder>()
  readonly #changes: OrderChanges
  readonly #held: KeySet
  readonly #forget = new ForgetQueue<OpenOrder>()
  #expiry = new TinyQueue<OpenOrder>([], byExpiry)
  /** Held keys of orders that have been created since: dropped as steps have room. */
  #obsolete: string[] = []

  constructor(log: ChangeLog, partition: number) {
    this.#partition = partition
    this.#changes = new OrderChanges(log, partition)
    this.#held = new KeySet(log)
  }

  /** Takes over what the changelog held; called once, before anything else. */
  load(image: OrdersImage): void {
    for (const [orderId, state] of image.orders) this.#orders.set(orderId, openOrder(state))
    for (const { orderId, eventId, seenMs } of image.rememberedOldestFirst()) {
      const order = this.#orders.get(orderId) as OpenOrder
      order.remembered = [...order.remembered, eventId]
      this.#forget.push(seenMs, order)
    }
    for (const { orderId, offset, timestampMs } of image.heldInOrder()) {
      const order = this.#orders.get(orderId) as OpenOrder
      if (isCreated(order.state)) this.#obsolete.push(this.#heldKey(orderId, offset))
      else hold(order, { offset, timestampMs })
    }
    this.#expiry = new TinyQueue([...this.#orders.values()], byExpiry)
  }

  /**
   * Forgets what `maxTsMs` leaves behind: ids (O1), then orders, orphans among them (O6), in the order of E4. False
   * where the step filled first; the same call goes on in the next step, also after a restart.
   */
  settle(maxTsMs: number, decidedOffset: number, step: StepBuilder): boolean {
    return this.#dropObsolete(step) && this.#forgetIds(maxTsMs, step) && this.#expire(maxTsMs, decidedOffset, step)
  }

  #dropObsolete(step: StepBuilder): boolean {
    while (this.#obsolete.length > 0) {
      if (step.isFull) return false
      this.#held.delete(this.#obsolete.pop() as string)
    }
    return true
  }

  #forgetIds(maxTsMs: number, step: StepBuilder): boolean {
    for (;;) {
      const seenMs = this.#forget.oldestMs()
      if (seenMs === undefined || isRemembered(seenMs, maxTsMs)) return true
      if (step.isFull) return false
      const order = this.#forget.shift()
      const oldest = order.remembered[0]
      if (oldest === undefined) continue // the order has expired, and its ids with it
      order.remembered = order.remembered.slice(1)
      this.#changes.forget(order, oldest)
    }
  }

  #expire(maxTsMs: number, decidedOffset: number, step: StepBuilder): boolean {
    for (;;) {
      const order = this.#expiry.peek()
      if (order === undefined || !isExpired(order.filedMs, maxTsMs)) return true
      if (step.isFull) return false
      if (order.state.lastMs > order.filedMs) this.#refile(order)
      else if (order.held.length > 0) this.#orphanSome(order, decidedOffset, step)
      else this.#drop(order)
    }
  }

  #refile(order: OpenOrder): void {
    this.#expiry.pop()
    order.filedMs = order.state.lastMs
    this.#expiry.push(order)
  }

  /** As many of the order's held events as the step has room for, at least one, each as an orphan. */
  #orphanSome(order: OpenOrder, decidedOffset: number, step: StepBuilder): void {
    const { orderId } = order.state
    const partition = this.#partition
    let done = 0
    for (const { offset, timestampMs } of order.held) {
      if (done > 0 && step.isFull) break
      step.emit('dlq', orphanLetter(orderId, { partition, offset, timestampMs, decidedOffset }))
      this.#held.delete(this.#heldKey(orderId, offset))
      done += 1
    }
    order.held = order.held.slice(done)
  }

  #drop(order: OpenOrder): void {
    this.#expiry.pop()
    for (const id of order.remembered) this.#changes.forget(order, id)
    order.remembered = NO_IDS
    this.#changes.drop(order)
    this.#orders.delete(order.state.orderId)
  }

  /** Handles a valid order event whose time has been raised and settled (T5). */
  handle(event: OrderEvent, record: LogRecord, maxTsMs: number, step: StepBuilder): Verdict {
    const known = this.#orders.get(event.order_id)
    const code = refusalOf(known, event, maxTsMs)
    if (code !== null) return { kind: 'refused', code }
    const order = this.#accept(known, event)
    this.#remember(order, event.event_id, maxTsMs)
    if (!isCreated(order.state)) {
      this.#hold(order, record)
      return HELD
    }
    this.#release(order)
    step.emit('curated', curatedRow(order.state, event, this.sourceOf(record)), record.key as Buffer)
    return CURATED
  }

  #accept(known: OpenOrder | undefined, event: OrderEvent): OpenOrder {
    const state = foldOrder(known?.state, event)
    if (known !== undefined) {
      known.state = state
      this.#changes.touch(known)
      return known
    }
    const order = openOrder(state)
    this.#orders.set(state.orderId, order)
    this.#changes.open(order)
    this.#expiry.push(order)
    return order
  }

  #remember(order: OpenOrder, eventId: string, seenMs: number): void {
    order.remembered = order.remembered.concat(eventId)
    this.#forget.push(seenMs, order)
    this.#changes.remember(order, eventId, seenMs)
  }

  #hold(order: OpenOrder, { offset, timestampMs }: LogRecord): void {
    hold(order, { offset, timestampMs })
    this.#held.add(this.#heldKey(order.state.orderId, offset), longCodec.encodeBody(timestampMs))
  }

  #release(order: OpenOrder): void {
    for (const { offset } of release(order)) this.#obsolete.push(this.#heldKey(order.state.orderId, offset))
  }

  #heldKey(orderId: string, offset: number): string {
    return STATE_KEYS.h(this.#partition, orderId, offset)
  }

  /** The identity of what a record of this partition yields. */
  sourceOf({ offset, timestampMs }: LogRecord): SourceRecord {
    return { source_timestamp: timestampMs, source_partition: this.#partition, source_offset: offset }
  }
}
