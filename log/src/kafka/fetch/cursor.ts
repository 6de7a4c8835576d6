import type { Batch, LogRecord, TopicPartition } from '@order-up/contracts'
import type { FetchedRecords } from './record-batches.ts'

/** What the feed is told by its cursors. */
export interface CursorHost {
  /** There may be something to take, or to know. */
  changed(): void
  /** Whether the cursor wants more may have changed. */
  wantsChanged(cursor: Cursor): void
}

export interface CursorStart {
  /** The input by the contract's name. */
  readonly input: TopicPartition
  /** The topic by the broker's name. */
  readonly topic: string
  readonly offset: number
  readonly maxBatchRecords: number
}

/** Where one input is read: what has come in and not been taken, and where the next fetch must begin. */
export class Cursor {
  readonly input: TopicPartition
  readonly topic: string
  readonly #host: CursorHost
  readonly #maxBatchRecords: number
  readonly #batches: Batch[] = []
  #expected: number
  #isHeld = false
  #isFull = false
  #failure: { readonly error: unknown } | undefined
  #release: (() => void) | undefined

  constructor({ input, topic, offset, maxBatchRecords }: CursorStart, host: CursorHost) {
    this.input = input
    this.topic = topic
    this.#expected = offset
    this.#maxBatchRecords = maxBatchRecords
    this.#host = host
  }

  get partition(): number {
    return this.input.partition
  }

  /** The offset at which the next fetch must begin. */
  get expected(): number {
    return this.#expected
  }

  /** False while nothing more should be fetched: its reader has paused it, or too much waits to be taken. */
  get wantsMore(): boolean {
    return !this.#isHeld && !this.#isFull && this.#failure === undefined
  }

  /** Pauses the input, or resumes it. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    if (isHeld) this.#release?.()
    this.#host.wantsChanged(this)
    this.#host.changed()
  }

  /** Gives the reader `patienceMs` to take what has come in; what is left then is to be taken before more is fetched. */
  async handOver(patienceMs: number): Promise<void> {
    if (this.#batches.length > 0 && !this.#isHeld) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        this.#release = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#release = undefined
    }
    if (this.#batches.length === 0) return
    this.#isFull = true
    this.#host.wantsChanged(this)
  }

  /** Ends the reading with an error. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.#host.wantsChanged(this)
    this.#host.changed()
  }

  /** Takes in what a fetch from `expected` on has brought. */
  deliver({ records, nextOffset }: FetchedRecords, endOffset: number): void {
    const from = records.findIndex(({ offset }) => offset >= this.#expected)
    this.#expected = nextOffset
    this.#enqueue(from < 0 ? [] : from === 0 ? records : records.slice(from), nextOffset, endOffset)
    this.#host.changed()
  }

  #enqueue(records: readonly LogRecord[], nextOffset: number, endOffset: number): void {
    const { topic, partition } = this.input
    const size = this.#maxBatchRecords
    for (let at = 0; at === 0 || at < records.length; at += size) {
      const part = records.length <= size ? records : records.slice(at, at + size)
      const next = records[at + size]?.offset ?? nextOffset
      this.#batches.push({ topic, partition, records: part, nextOffset: next, endOffset: Math.max(endOffset, next) })
    }
  }

  /** The next batch; undefined where there is none, or where the input is paused. Throws what the reading failed with. */
  take(): Batch | undefined {
    if (this.#failure !== undefined) throw this.#failure.error
    if (this.#isHeld) return undefined
    const batch = this.#batches.shift()
    if (this.#batches.length === 0) this.#emptied()
    return batch
  }

  #emptied(): void {
    this.#release?.()
    if (!this.#isFull) return
    this.#isFull = false
    this.#host.wantsChanged(this)
  }
}
