import type { LogRecord } from '@order-up/contracts'
import type { KeyedState } from '../state/keyed-state.ts'
import type { SourceContext } from '../task/task-context.ts'
import { type HeldEvent, heldEventCodec, type OrderRow } from './order-row.ts'

const keyOf = ({ state: { orderId } }: OrderRow, at: number): string => `${orderId}|${at}`

/** Events accepted before their order's creation, each under a key of its own: there may be very many (O4, O6). */
export class HeldEvents {
  readonly #step: SourceContext['step']
  readonly #held: KeyedState<HeldEvent>

  constructor({ state, step }: SourceContext) {
    this.#step = step
    this.#held = state.keyed('h', heldEventCodec)
  }

  add(row: OrderRow, { offset, timestampMs }: LogRecord): void {
    this.#held.put(keyOf(row, row.heldTo), { offset, timestampMs })
    row.heldTo += 1
  }

  /** Takes the oldest off an order that has one. */
  take(row: OrderRow): HeldEvent {
    const key = keyOf(row, row.heldFrom)
    const event = this.#held.get(key) as HeldEvent
    this.#held.delete(key)
    row.heldFrom += 1
    return event
  }

  /** Forgets what an order has, one at least. False where the step filled first. */
  drop(row: OrderRow): boolean {
    do {
      this.#held.delete(keyOf(row, row.heldFrom))
      row.heldFrom += 1
    } while (row.heldFrom < row.heldTo && !this.#step.isFull)
    return row.heldFrom === row.heldTo
  }
}
