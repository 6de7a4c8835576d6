import { type Batch, OrderUpError } from '@order-up/contracts'
import { recordCodec, WaitingBatches } from '@order-up/engine-core'
import { type ShuffleRecord, shuffleCodec } from '../shuffle/shuffle-record.ts'
import { timeOr } from './source-progress.ts'

/** What a merge task has applied of one source task. */
export interface AppliedSource {
  /** Number of the last step that is applied whole. */
  readonly seq: number
  /** Elements of the step behind it that are applied. */
  readonly applied: number
  readonly maxTsMs: number | null
  readonly position: number
  readonly isComplete: boolean
}

export const NOTHING_APPLIED: AppliedSource = { seq: 0, applied: 0, maxTsMs: null, position: 0, isComplete: false }

export const appliedSourceCodec = recordCodec<AppliedSource>('AppliedSource', [
  ['seq', 'long'],
  ['applied', 'int'],
  ['maxTsMs', ['null', 'long']],
  ['position', 'long'],
  ['isComplete', 'boolean'],
])

/** One input of a merge task: the steps of one source task, in order, each once. */
export class MergeSource {
  readonly source: number
  /** Of its partition of the shuffle. */
  readonly #waiting: WaitingBatches
  #record: ShuffleRecord | undefined
  /** How far the step being filled has applied it. */
  #applied: AppliedSource
  /** Before it, all that event time has set off is done too. */
  #settledOffset: number
  #committedOffset: number

  constructor(source: number, applied: AppliedSource, offset: number) {
    this.source = source
    this.#applied = applied
    this.#waiting = new WaitingBatches(offset)
    this.#settledOffset = offset
    this.#committedOffset = offset
  }

  get applied(): AppliedSource {
    return this.#applied
  }

  /** Event time of the source's raw partition, as far as its elements are applied; plus infinity once it is complete (E5). */
  get maxTsMs(): number {
    if (this.#applied.isComplete) return Number.POSITIVE_INFINITY
    return timeOr(this.#applied.maxTsMs)
  }

  /** Event time to which it is known to come with what has been read. */
  get knownMs(): number {
    return this.#record === undefined ? this.maxTsMs : timeOr(this.#record.maxTsMs)
  }

  get isAhead(): boolean {
    return this.#waiting.isAhead
  }

  add(batch: Batch): void {
    this.#waiting.add(batch)
  }

  /** The step that comes next; undefined where none has been read. Throws OU1312 where one is missing. */
  peek(): ShuffleRecord | undefined {
    while (this.#record === undefined) {
      const value = this.#waiting.first?.value
      if (value === undefined || value === null) return undefined
      const record = shuffleCodec.decodeBody(value)
      if (record.seq > this.#applied.seq) this.#record = this.#expected(record)
      else this.#waiting.shift()
    }
    return this.#record
  }

  #expected(record: ShuffleRecord): ShuffleRecord {
    const { seq } = this.#applied
    if (record.source === this.source && record.seq === seq + 1) return record
    const detail = `source ${this.source}, step ${seq + 1} expected, step ${record.seq} of source ${record.source} found`
    throw new OrderUpError('OU1312', { detail })
  }

  /** Notes that so many elements of the step that `peek` showed are applied. */
  partly(applied: number): AppliedSource {
    this.#applied = { ...this.#applied, applied }
    return this.#applied
  }

  /** Notes that all of it is applied: only now does its time count. */
  wholly(): AppliedSource {
    const { seq, maxTsMs, position, isComplete } = this.#record as ShuffleRecord
    this.#applied = { seq, applied: 0, maxTsMs, position, isComplete }
    this.#record = undefined
    this.#waiting.shift()
    return this.#applied
  }

  /** Notes that everything is done that was set off by what is applied. */
  settle(): void {
    this.#settledOffset = this.#waiting.nextOffset
  }

  /** True where the offset has moved since it was last taken. */
  get hasMoved(): boolean {
    return this.#settledOffset > this.#committedOffset
  }

  /** Next offset of the shuffle partition, to be committed: behind it nothing of the steps before is left to do. */
  takeOffset(): number {
    this.#committedOffset = this.#settledOffset
    return this.#committedOffset
  }
}
