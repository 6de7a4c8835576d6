/** Event time of one raw partition: the greatest time of its valid records so far (T4). */
export class PartitionTime {
  #maxTsMs: number

  /** Begins where the changelog left it: minus infinity before the first valid record. */
  constructor(maxTsMs: number) {
    this.#maxTsMs = maxTsMs
  }

  get maxTsMs(): number {
    return this.#maxTsMs
  }

  raise(eventMs: number): void {
    if (eventMs > this.#maxTsMs) this.#maxTsMs = eventMs
  }
}
