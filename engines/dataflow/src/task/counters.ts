/** What the operators of an instance have counted since it began, by name. */
export class Counters {
  readonly #counts = new Map<string, number>()

  add(name: string, count = 1): void {
    this.#counts.set(name, this.of(name) + count)
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
