import type { StateChange } from '@order-up/contracts'

/** A kind of state whose changes since the last step go into the next one. */
export interface Changing {
  /** Hands over the changes since the last call, one per key, and forgets them. */
  drain(into: StateChange[]): void
}

/** Counts the changed keys of a step over all kinds of state, and collects them when the step is committed. */
export class ChangeLog {
  readonly #kinds: Changing[] = []
  /** Changed keys since the last `drain`. */
  count = 0

  register(kind: Changing): void {
    this.#kinds.push(kind)
  }

  drain(): StateChange[] {
    const changes: StateChange[] = []
    if (this.count > 0) for (const kind of this.#kinds) kind.drain(changes)
    this.count = 0
    return changes
  }
}
