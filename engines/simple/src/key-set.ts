import type { StateChange } from '@order-up/contracts'
import type { ChangeLog, Changing } from './changes.ts'
import { stateChange } from './state-keys.ts'

/**
 * The changelog side of a set: one key per member, so that no state value grows with its members. The members
 * themselves live where they are used; a member that came and went within a step leaves no trace.
 */
export class KeySet implements Changing {
  readonly #changed = new Map<string, Buffer | null>()
  /** Of the changed keys those that were members before the step. */
  readonly #old = new Set<string>()
  readonly #log: ChangeLog

  constructor(log: ChangeLog) {
    this.#log = log
    log.register(this)
  }

  /** Notes a new member by its key; `body` is what restoring it needs. */
  add(key: string, body: Buffer): void {
    this.#changed.set(key, body)
    if (this.#old.size === 0 || !this.#old.has(key)) this.#log.count += 1
  }

  /** Notes that a member is gone. */
  delete(key: string): void {
    if (!this.#changed.has(key)) {
      this.#old.add(key)
      this.#log.count += 1
    } else if (!this.#old.has(key)) {
      this.#changed.delete(key)
      this.#log.count -= 1
      return
    }
    this.#changed.set(key, null)
  }

  drain(into: StateChange[]): void {
    for (const [key, value] of this.#changed) into.push(stateChange(key, value))
    this.#changed.clear()
    this.#old.clear()
  }
}
