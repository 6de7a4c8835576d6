import type { StateChange } from '@order-up/contracts'
import type { ChangeLog, Changing } from './changes.ts'

/**
 * The changelog side of a set: one key per member, so that no state value grows with its members. The members
 * themselves live where they are used; a member that came and went within a step leaves no trace.
 */
export class KeySet implements Changing {
  readonly #changed = new Map<string, Buffer | null>()
  readonly #log: ChangeLog
  readonly #prefix: string

  constructor(log: ChangeLog, prefix: string) {
    this.#log = log
    this.#prefix = prefix
    log.register(this)
  }

  /** Notes a new member; `body` is what restoring it needs. */
  add(key: string, body: Buffer): void {
    this.#changed.set(key, body)
    this.#log.count += 1
  }

  /** Notes that a member is gone. */
  delete(key: string): void {
    if (this.#changed.has(key)) {
      this.#changed.delete(key)
      this.#log.count -= 1
      return
    }
    this.#changed.set(key, null)
    this.#log.count += 1
  }

  drain(into: StateChange[]): void {
    for (const [key, value] of this.#changed) into.push({ key: Buffer.from(this.#prefix + key), value })
    this.#changed.clear()
  }
}
