import type { Batch, LogRecord } from '@order-up/contracts'

const READ_AHEAD_BATCHES = 2

/** What has been read of one input and not been handled, record by record. */
export class WaitingBatches {
  readonly #batches: Batch[] = []
  /** The next record of the first batch. */
  #at = 0
  /** Behind all that has been read, where nothing waits. */
  #behind: number

  constructor(nextOffset: number) {
    this.#behind = nextOffset
  }

  /** The offset to go on at: that of the record that is handled next, for what lies before it has nothing to be handled. */
  get nextOffset(): number {
    return this.first?.offset ?? this.#behind
  }

  /** True while nothing more should be read. */
  get isAhead(): boolean {
    return this.#batches.length >= READ_AHEAD_BATCHES
  }

  /** Puts a batch behind those that wait; one without records lengthens the last of them. */
  add(batch: Batch): void {
    const last = this.#batches.at(-1)
    if (batch.records.length > 0) this.#batches.push(batch)
    else if (last === undefined) this.#behind = batch.nextOffset
    else this.#batches[this.#batches.length - 1] = { ...last, nextOffset: batch.nextOffset }
  }

  /** The record that is handled next. */
  get first(): LogRecord | undefined {
    return this.#batches[0]?.records[this.#at]
  }

  /** Notes that it has been handled. */
  shift(): void {
    const batch = this.#batches[0] as Batch
    this.#at += 1
    if (this.#at < batch.records.length) return
    this.#batches.shift()
    this.#at = 0
    this.#behind = batch.nextOffset
  }
}
