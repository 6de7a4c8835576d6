/** What operators have counted, by name. */
export class Counters {
  #counts = new Map<string, number>()

  add(name: string, count = 1): void {
    this.#counts.set(name, this.of(name) + count)
  }

  /** Adds what others have counted. */
  addAll(counts: ReadonlyMap<string, number>): void {
    for (const [name, count] of counts) this.add(name, count)
  }

  /** Hands over the counts, and begins anew. */
  take(): ReadonlyMap<string, number> {
    const counts = this.#counts
    this.#counts = new Map()
    return counts
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0
  }

  /** The counts whose names begin with `prefix`, by the rest of their names. */
  under<Name extends string>(prefix: string): Partial<Record<Name, number>> {
    const counts: Partial<Record<string, number>> = {}
    for (const [name, count] of this.#counts) if (name.startsWith(prefix)) counts[name.slice(prefix.length)] = count
    return counts as Partial<Record<Name, number>>
  }
}
