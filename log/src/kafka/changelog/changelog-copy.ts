import { type Batch, OrderUpError } from '@order-up/contracts'
import { NO_POSITION, type PositionRecord, readChangelogRecord } from './changelog-record.ts'

/**
 * A task's state as its changelog has it so far. Keys and values are kept as Latin-1 text, a byte a character: a copy that
 * holds on to no fetched bytes.
 */
export class ChangelogCopy {
  readonly #live = new Map<string, string>()
  #position = NO_POSITION
  #nextOffset = 0
  #isTaken = false

  get position(): PositionRecord {
    return this.#position
  }

  /** Everything before this offset is in the copy. */
  get nextOffset(): number {
    return this.#nextOffset
  }

  apply({ records, nextOffset }: Batch): void {
    for (const record of records) {
      const read = readChangelogRecord(record)
      if (read.kind === 'position') this.#position = read.position
      else if (read.change.value === null) this.#live.delete(read.change.key.toString('latin1'))
      else this.#live.set(read.change.key.toString('latin1'), read.change.value.toString('latin1'))
    }
    this.#nextOffset = nextOffset
  }

  /** Hands over each live key once and forgets it: a state is not held twice. Throws OU7001 when asked again. */
  take(apply: (key: Buffer, value: Buffer) => void): void {
    if (this.#isTaken) throw new OrderUpError('OU7001', { detail: 'a state is restored once per claim' })
    this.#isTaken = true
    for (const [key, value] of this.#live) {
      this.#live.delete(key)
      apply(Buffer.from(key, 'latin1'), Buffer.from(value, 'latin1'))
    }
  }
}
