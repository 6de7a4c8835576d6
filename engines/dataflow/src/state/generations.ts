/**
 * A cache of bounded size: what was used lately stays, the rest is let go by whole generations. Nothing in it may be the
 * only one of its kind.
 */
export class Generations<V> {
  readonly #size: number
  #young = new Map<string, V>()
  #old = new Map<string, V>()

  /** Holds `size` entries, and up to twice as many. */
  constructor(size: number) {
    this.#size = size
  }

  /** Entries held, at most twice its size. */
  get length(): number {
    return this.#young.size + this.#old.size
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key)
    if (young !== undefined || this.#old.size === 0) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#size && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }

  delete(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
