import type { DecoderOf } from '@order-up/engine-core'
import type { TaskState } from '../state/task-state.ts'
import type { PartitionTime } from './partition-time.ts'
import type { Step } from './step.ts'

/** What the operators of a task work with. */
export interface TaskContext {
  readonly state: TaskState
  readonly step: Step
  /** Elements that wait for event time, windows and their members among them. */
  readonly pending: Pending
}

/** What the operators of a source task work with beside that. */
export interface SourceContext extends TaskContext {
  readonly partition: number
  readonly time: PartitionTime
  readonly decoderOf: DecoderOf
  /** Offset of the raw record in hand. */
  readonly offset: number
}

/** How much waits for event time; the log keeps it with the rest of the state. */
export interface Pending {
  add(count: number): void
}
