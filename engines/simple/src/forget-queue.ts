/** What is remembered for a while, oldest first: two parallel arrays, as there may be many millions. */
export class ForgetQueue<T> {
  #seenMs: number[] = []
  #items: T[] = []
  #head = 0

  /** Instants never decrease from one call to the next. */
  push(seenMs: number, item: T): void {
    this.#seenMs.push(seenMs)
    this.#items.push(item)
  }

  /** When the oldest entry was seen; undefined where there is none. */
  oldestMs(): number | undefined {
    return this.#seenMs[this.#head]
  }

  /** Takes the oldest entry; there is one. */
  shift(): T {
    const item = this.#items[this.#head] as T
    this.#head += 1
    if (this.#head > 1_024 && this.#head * 2 > this.#items.length) this.#compact()
    return item
  }

  #compact(): void {
    this.#seenMs = this.#seenMs.slice(this.#head)
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}
