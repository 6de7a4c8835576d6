import type { StateChange } from '@order-up/contracts'

/**
 * The committed state of a task, compacted as it comes: memory is bounded by the live keys. Keys and values are kept as
 * Latin-1 text, a byte a character: a copy that holds on to no larger buffer, and takes half of what a small Buffer does.
 */
export class Changelog {
  readonly #live = new Map<string, string>()

  apply({ key, value }: StateChange): void {
    if (value === null) this.#live.delete(key.toString('latin1'))
    else this.#live.set(key.toString('latin1'), value.toString('latin1'))
  }

  /** Each live key once. */
  restore(apply: (key: Buffer, value: Buffer) => void): void {
    for (const [key, value] of this.#live) apply(Buffer.from(key, 'latin1'), Buffer.from(value, 'latin1'))
  }
}
