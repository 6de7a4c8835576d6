import type { KeyedState } from '../state/keyed-state.ts'
import type { Pending } from './task-context.ts'

/** How many elements wait for event time, as the log has it: a restart need not count them. */
export class PendingCount implements Pending {
  readonly #saved: KeyedState<number>
  #count: number

  constructor(saved: KeyedState<number>) {
    this.#saved = saved
    this.#count = saved.get('') ?? 0
  }

  get count(): number {
    return this.#count
  }

  add(count: number): void {
    this.#count += count
  }

  /** Puts the count into the state, where it has changed. */
  save(): void {
    if (this.#count !== (this.#saved.get('') ?? 0)) this.#saved.put('', this.#count)
  }
}
