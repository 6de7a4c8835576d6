import { type Batch, type LogRecord, type Position, RAW_TOPIC } from '@order-up/contracts'
import { WaitingBatches } from '@order-up/engine-core'
import type { Downstream } from '../graph/operator.ts'
import { type ShuffleElement, shuffleCodec } from '../shuffle/shuffle-record.ts'
import type { KeyedState } from '../state/keyed-state.ts'
import type { TaskState } from '../state/task-state.ts'
import type { Alignment } from './alignment.ts'
import type { PartitionTime } from './partition-time.ts'
import type { SourceProgress } from './source-progress.ts'
import { timeOrNull } from './source-progress.ts'
import type { Step } from './step.ts'
import type { TakenStep, TaskWork } from './task-work.ts'

export interface SourceSetting {
  readonly partition: number
  readonly state: TaskState
  readonly step: Step
  readonly time: PartitionTime
  readonly alignment: Alignment
  readonly progress: KeyedState<SourceProgress>
  /** How far the last step has brought the task. */
  readonly last: SourceProgress
  /** The operators of the task. */
  readonly first: Downstream<LogRecord>
  /** Notes the record that is handled next. */
  readonly handles: (record: LogRecord) => void
  /** The end of the partition as far as it is known, and where a bounded run stops. */
  readonly endOffset: number
  readonly stopOffset: number
  /** True where the log is complete at `stopOffset` (E5). */
  readonly flush: boolean
  /** The partition of the shuffle to each merge task. */
  readonly shuffle: readonly { readonly topic: string; readonly partition: number }[]
}

/** A source task: one raw partition, through the operators before the shuffle. */
export class SourceWork implements TaskWork {
  readonly #setting: SourceSetting
  readonly #waiting: WaitingBatches
  #endOffset: number
  #last: SourceProgress

  constructor(setting: SourceSetting) {
    this.#setting = setting
    this.#last = setting.last
    this.#waiting = new WaitingBatches(setting.last.position)
    this.#endOffset = setting.endOffset
    this.#report()
  }

  add(batch: Batch): void {
    this.#endOffset = Math.max(this.#endOffset, batch.endOffset)
    this.#waiting.add(batch)
  }

  isAhead(): boolean {
    return this.#waiting.isAhead
  }

  get isDone(): boolean {
    return this.#waiting.nextOffset >= this.#setting.stopOffset
  }

  get timeMs(): number {
    return this.#setting.time.maxTsMs
  }

  get isEmpty(): boolean {
    return this.#setting.step.isEmpty && !(this.isDone && this.#hasNews())
  }

  /** True where the merge tasks don't know how far the task has come. */
  #hasNews(): boolean {
    return this.#waiting.nextOffset > this.#last.position || (this.#setting.flush && !this.#last.isComplete)
  }

  advance(): boolean {
    const hasHandledAll = this.#handleSome()
    this.#report()
    return hasHandledAll
  }

  #handleSome(): boolean {
    const { step, time, first, handles, partition, alignment } = this.#setting
    const untilMs = alignment.untilMs(partition)
    for (let record = this.#peek(); record !== undefined; record = this.#peek()) {
      if (time.maxTsMs > untilMs) return true
      handles(record)
      if (step.isFull || !first.accept(record)) return false
      step.finish()
      this.#waiting.shift()
    }
    return true
  }

  #peek(): LogRecord | undefined {
    const record = this.#waiting.first
    return record !== undefined && record.offset < this.#setting.stopOffset ? record : undefined
  }

  #report(): void {
    const { alignment, partition, time, stopOffset } = this.#setting
    alignment.report(partition, time.maxTsMs, this.#waiting.nextOffset < Math.min(this.#endOffset, stopOffset))
  }

  take(): TakenStep {
    const { step, state, time, progress, flush, partition } = this.#setting
    const { records, counts, outputs, elements } = step.take()
    const { maxTsMs } = time
    this.#last = {
      seq: this.#last.seq + 1,
      position: this.#waiting.nextOffset,
      maxTsMs: timeOrNull(maxTsMs),
      isComplete: flush && this.isDone,
    }
    progress.put('', this.#last)
    const internal = this.#shuffled(elements)
    const positions: Position[] = [{ topic: RAW_TOPIC, partition, offset: this.#waiting.nextOffset }]
    const times = maxTsMs === Number.NEGATIVE_INFINITY ? [] : [[partition, maxTsMs] as const]
    return { step: { outputs, internal, state: state.drain(), positions }, records, counts, times }
  }

  /** One record for each merge task, elements or none: time moves everywhere, and numbers have no gaps. */
  #shuffled(elements: readonly ShuffleElement[][]) {
    const { shuffle, partition } = this.#setting
    return shuffle.map((to, merge) => {
      const record = { source: partition, ...this.#last, elements: elements[merge] as ShuffleElement[] }
      return { ...to, value: shuffleCodec.encodeBody(record) }
    })
  }
}
