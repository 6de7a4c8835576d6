import type { DeadLetter } from '@order-up/contracts'
import { isExpired, type OrderState, orphanLetter } from '@order-up/engine-core'
import type { Downstream } from '../graph/operator.ts'
import type { KeyQueue } from '../state/key-queue.ts'
import type { KeyedState } from '../state/keyed-state.ts'
import { presenceCodec } from '../state/presence-codec.ts'
import { restOfKey, timeKey, timeOfKey } from '../state/time-key.ts'
import type { SourceContext } from '../task/task-context.ts'
import type { HeldEvents } from './held-events.ts'
import type { OrderRow } from './order-row.ts'

export interface ExpirySetting {
  readonly context: SourceContext
  readonly rows: KeyedState<OrderRow>
  readonly held: HeldEvents
  readonly orphans: Downstream<DeadLetter>
}

const keyOf = ({ lastMs, orderId }: OrderState): string => `${timeKey(lastMs)}|${orderId}`

/**
 * Forgets orders that event time has left behind, in the order of O6. Each has one timer, set when it is opened; one that
 * is due for an order with later events is set anew.
 */
export class OrderExpiry {
  readonly #setting: ExpirySetting
  readonly #timers: KeyedState<true>
  readonly #queue: KeyQueue

  constructor(setting: ExpirySetting) {
    const { state } = setting.context
    this.#setting = setting
    this.#timers = state.keyed('e', presenceCodec)
    this.#queue = state.queue('e')
  }

  /** Sets the timer of an order that is new. */
  file(order: OrderState): void {
    const key = keyOf(order)
    this.#timers.put(key, true)
    this.#queue.add(key)
  }

  /** False where the step filled first. */
  advance(maxTsMs: number): boolean {
    for (;;) {
      const key = this.#queue.peek()
      if (key === undefined || !isExpired(timeOfKey(key), maxTsMs)) return true
      if (this.#setting.context.step.isFull) return false
      this.#settle(key, this.#setting.rows.get(restOfKey(key)) as OrderRow)
    }
  }

  #settle(key: string, row: OrderRow): void {
    if (row.state.lastMs > timeOfKey(key)) {
      this.#strike(key)
      this.file(row.state)
    } else if (row.heldFrom < row.heldTo) this.#orphanSome(row)
    else {
      this.#strike(key)
      this.#setting.rows.delete(row.state.orderId)
    }
  }

  #strike(key: string): void {
    this.#queue.pop()
    this.#timers.delete(key)
  }

  /** As many of the order's held events as the step has room for, at least one, each as an orphan (O6). */
  #orphanSome(row: OrderRow): void {
    const { context, rows, held, orphans } = this.#setting
    const { orderId } = row.state
    rows.put(orderId, row)
    do {
      const { offset, timestampMs } = held.take(row)
      const source = { partition: context.partition, offset, timestampMs, decidedOffset: context.offset }
      orphans.accept(orphanLetter(orderId, source))
    } while (row.heldFrom < row.heldTo && !context.step.isFull)
  }
}
