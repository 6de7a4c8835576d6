import type { Batch, Step as CommittedStep, TopicPartition } from '@order-up/contracts'

/** A step on its way to the log. */
export interface TakenStep {
  readonly step: CommittedStep
  /** Raw records whose handling ends in it. */
  readonly records: number
  /** What the operators have counted in it. */
  readonly counts: ReadonlyMap<string, number>
  /** Event time of raw partitions as of this step, for whoever looks on. */
  readonly times: readonly (readonly [partition: number, maxTsMs: number])[]
}

/** What a task does with its input; reading, committing and waiting are the same for all. */
export interface TaskWork {
  /** Takes in what has been read. */
  add(batch: Batch): void
  /** True where so much of an input waits that it should not be read further for now. */
  isAhead(input: TopicPartition): boolean
  /** Handles what has been read, as far as it may. False where the step filled first. */
  advance(): boolean
  /** True once a bounded run has nothing more for it to do. */
  readonly isDone: boolean
  /** Event time that the task has come to; minus infinity before any. */
  readonly timeMs: number
  /** True where there is nothing to commit. */
  readonly isEmpty: boolean
  /** The step as it stands; the next one begins empty. */
  take(): TakenStep
}
