import { type Batch, OrderUpError, type Position, type TopicPartition } from '@order-up/contracts'
import type { StateCodec } from '@order-up/engine-core'
import type { Downstream } from '../graph/operator.ts'
import type { ShuffleRecord } from '../shuffle/shuffle-record.ts'
import type { KeyedState } from '../state/keyed-state.ts'
import type { TaskState } from '../state/task-state.ts'
import type { AppliedSource, MergeSource } from './merge-source.ts'
import type { PendingCount } from './pending-count.ts'
import type { Step } from './step.ts'
import type { TakenStep, TaskWork } from './task-work.ts'

/** Where the elements of one shuffle go on. */
export interface Entry {
  readonly codec: Pick<StateCodec<unknown>, 'decodeBody'>
  readonly operator: Downstream<unknown>
}

export interface MergeSetting {
  readonly state: TaskState
  readonly step: Step
  readonly pending: PendingCount
  readonly maxPending: number
  /** By source. */
  readonly sources: readonly MergeSource[]
  readonly applied: KeyedState<AppliedSource>
  /** By the number of the shuffle. */
  readonly entries: readonly Entry[]
  /** Raw offsets at which a bounded run stops, by partition; plus infinity where it doesn't. A flush needs none: sources say. */
  readonly stopOffsets: readonly number[]
  /** True where the log is declared complete (E5): each source says where it is. */
  readonly flush: boolean
  /** The partition of the shuffle from a source, and back. */
  readonly inputOf: (source: number) => TopicPartition
  readonly sourceOf: (partition: number) => number
  /** Called where too much waits for a source from which nothing has been read, of a run without an end. */
  readonly stalled: (source: MergeSource) => void
}

/** A merge task: the elements of all source tasks whose keys it owns, in event time over all of them (M3, C2). */
export class MergeWork implements TaskWork {
  readonly #setting: MergeSetting

  constructor(setting: MergeSetting) {
    this.#setting = setting
  }

  add(batch: Batch): void {
    this.#source(batch).add(batch)
  }

  isAhead(input: TopicPartition): boolean {
    return this.#source(input).isAhead
  }

  #source({ partition }: TopicPartition): MergeSource {
    return this.#setting.sources[this.#setting.sourceOf(partition)] as MergeSource
  }

  /** True once each source has come to where the run stops, and a flush is complete. */
  get isDone(): boolean {
    return this.#setting.sources.every((source) => this.#hasEnded(source))
  }

  #hasEnded({ source, applied }: MergeSource): boolean {
    const { stopOffsets, flush } = this.#setting
    return flush ? applied.isComplete : applied.position >= stopOffsets[source]!
  }

  get isEmpty(): boolean {
    const { step, sources } = this.#setting
    return step.isEmpty && !sources.some(({ hasMoved }) => hasMoved)
  }

  advance(): boolean {
    for (;;) {
      if (!this.#settle()) return false
      const source = this.#next()
      // Steps that are known already have been passed over meanwhile.
      for (const each of this.#setting.sources) each.settle()
      if (source === undefined) return true
      if (!this.#apply(source, source.peek() as ShuffleRecord)) return false
    }
  }

  /** Event time over all sources, wherever they run; plus infinity once all of them are complete (M3, C2, E5). */
  get timeMs(): number {
    const { sources } = this.#setting
    return sources.reduce((leastMs, { maxTsMs }) => Math.min(leastMs, maxTsMs), Number.POSITIVE_INFINITY)
  }

  #settle(): boolean {
    const timeMs = this.timeMs
    return this.#setting.entries.every(({ operator }) => operator.advance(timeMs))
  }

  /** The slowest source that has something to apply; beyond the limit only one that holds time back. */
  #next(): MergeSource | undefined {
    const { sources } = this.#setting
    const ready = sources.filter((source) => source.peek() !== undefined && this.#mayApply(source))
    if (ready.length > 0) return ready.reduce((slowest, each) => (each.knownMs < slowest.knownMs ? each : slowest))
    if (this.#isOverLimit && !this.isDone) this.#stall()
    return undefined
  }

  get #isOverLimit(): boolean {
    return this.#setting.pending.count > this.#setting.maxPending
  }

  #mayApply(source: MergeSource): boolean {
    return !this.#isOverLimit || this.#slowest().includes(source)
  }

  /** The sources that hold time back: those of which no later time is known. */
  #slowest(): readonly MergeSource[] {
    const { sources } = this.#setting
    const leastMs = Math.min(...sources.map(({ knownMs }) => knownMs))
    return sources.filter(({ knownMs }) => knownMs === leastMs)
  }

  /** Too much waits, and nothing can be applied that would move time: a bounded run can't go on, others wait. */
  #stall(): void {
    const { maxPending, stalled } = this.#setting
    const slowest = this.#slowest()
    const ended = slowest.filter((source) => this.#hasEnded(source))
    if (ended.length < slowest.length) for (const source of slowest) stalled(source)
    else {
      const partition = (ended[0] as MergeSource).source
      throw new OrderUpError('OU1304', { detail: `more than ${maxPending}, waiting for partition ${partition}` })
    }
  }

  /** Applies a step of a source, or as much of it as it may. False where the step filled first. */
  #apply(source: MergeSource, { elements }: ShuffleRecord): boolean {
    const { step, entries } = this.#setting
    for (let at = source.applied.applied; at < elements.length; at += 1) {
      if (step.isFull || !this.#mayApply(source)) return this.#interrupt(source, at)
      const { shuffle, body } = elements[at]!
      const { codec, operator } = entries[shuffle] as Entry
      operator.accept(codec.decodeBody(body))
    }
    if (step.isFull) return this.#interrupt(source, elements.length)
    this.#note(source, source.wholly())
    return true
  }

  /** Leaves the rest of a source's step for later; the next step, or the next owner, goes on there. */
  #interrupt(source: MergeSource, applied: number): boolean {
    if (applied !== source.applied.applied) this.#note(source, source.partly(applied))
    return !this.#setting.step.isFull
  }

  #note({ source }: MergeSource, applied: AppliedSource): void {
    this.#setting.applied.put(String(source), applied)
  }

  take(): TakenStep {
    const { step, state, sources, inputOf, pending } = this.#setting
    pending.save()
    const positions: Position[] = []
    for (const source of sources)
      if (source.hasMoved) positions.push({ ...inputOf(source.source), offset: source.takeOffset() })
    const { counts, outputs } = step.take()
    return { step: { outputs, state: state.drain(), positions }, records: 0, counts, times: [] }
  }
}
