import type { StateChange } from '@order-up/contracts'
import type { ChangeLog, Changing } from './changes.ts'

/**
 * The changelog side of a set: one key per member, so that no state value grows with its members. The members
 * themselves live where they are used; a member that came and went within a step leaves no trace.
 */
export class KeySet implements Changing {
  readonly #changed = new Map<string, Buffer | null>()
  /** Of the changed keys those that were members before the step. */
  readonly #old = new Set<string>()
  readonly #log: ChangeLog
  readonly #prefix: string

  constructor(log: ChangeLog, prefix: string) {
    this.#log = log
    this.#prefix = prefix
    log.register(this)
  }

  /** Notes a new member; `body` is what restoring it needs. */
  add(member: string, body: Buffer): void {
    const key = this.#prefix + member
    this.#changed.set(key, body)
    if (this.#old.size === 0 || !this.#old.has(key)) this.#log.count += 1
  }

  /** Notes that a member is gone. */
  delete(member: string): void {
    const key = this.#prefix + member
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
    for (const [key, value] of this.#changed) into.push({ key: Buffer.from(key), value })
    this.#changed.clear()
    this.#old.clear()
  }
}
