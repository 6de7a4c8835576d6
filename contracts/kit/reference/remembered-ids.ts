const REMEMBERED_MS = 86_400_000

/** The event ids that one order remembers (O1). Instants must not fall from call to call, as maxTs does not. */
export class RememberedIds {
  // In order of acceptance, so the first to be forgotten comes first.
  readonly #seenMs = new Map<string, number>()

  /** Forgets what is no longer remembered at `maxTsMs`. */
  forgetAt(maxTsMs: number): void {
    for (const [id, seenMs] of this.#seenMs) {
      if (seenMs >= maxTsMs - REMEMBERED_MS) return
      this.#seenMs.delete(id)
    }
  }

  has(id: string): boolean {
    return this.#seenMs.has(id)
  }

  get size(): number {
    return this.#seenMs.size
  }

  /** Remembers an id that is not remembered, accepted at `maxTsMs`. */
  add(id: string, maxTsMs: number): void {
    this.#seenMs.set(id, maxTsMs)
  }
}
