/** How much a generation holds before the next one begins. */
export interface GenerationSize {
  readonly entries: number
  readonly bytes: number
}

/**
 * A cache of bounded size: what was used lately stays, the rest is let go by whole generations, of which there are two.
 * Nothing in it may be the only one of its kind.
 */
export class Generations<V> {
  readonly #size: GenerationSize
  #young = new Map<string, V>()
  /** Bytes that have gone into it; a value that was set twice counts twice. */
  #youngBytes = 0
  #old = new Map<string, V>()
  /** Of one of its values, on average. */
  #oldBytesEach = 0

  constructor(size: GenerationSize) {
    this.#size = size
  }

  /** Entries held. */
  get length(): number {
    return this.#young.size + this.#old.size
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key)
    if (young !== undefined || this.#old.size === 0) return young
    const old = this.#old.get(key)
    if (old === undefined) return undefined
    this.set(key, old)
    this.weigh(this.#oldBytesEach)
    return old
  }

  set(key: string, value: V): void {
    if (this.#isFull && !this.#young.has(key)) {
      this.#old = this.#young
      this.#oldBytesEach = this.#youngBytes / this.#young.size
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#young.set(key, value)
  }

  get #isFull(): boolean {
    const { entries, bytes } = this.#size
    return this.#young.size >= entries || this.#youngBytes >= bytes
  }

  /** Notes the bytes of a value that has been set. */
  weigh(bytes: number): void {
    this.#youngBytes += bytes
  }

  delete(key: string): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
