/**
 * The first few of each partition. What is chosen among them hangs on the partitions alone, not on how they were read side
 * by side.
 */
export class FewOfEach {
  readonly #most: number
  readonly #met = new Map<number, number>()

  /** At most `most` of each partition. */
  constructor(most: number) {
    this.#most = most
  }

  /** Meets one more of a partition: true where it is among the first. */
  meets(partition: number): boolean {
    const met = (this.#met.get(partition) ?? 0) + 1
    this.#met.set(partition, met)
    return met <= this.#most
  }
}
