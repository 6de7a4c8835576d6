import type { TopicPartition } from '@order-up/contracts'

/** What a part is at: `standby` waits for others to give a task up, `restoring` reads its state. */
export type Phase = 'starting' | 'standby' | 'restoring' | 'running'

/** How far an input has been dealt with, for good, and where it ends. */
export interface Lag extends TopicPartition {
  readonly offset: number
  readonly end: number
}

/** What can be told of an engine or a loader while it runs. */
export interface Vitals {
  readonly phase: Phase
  /** When it last made something durable, or began; epoch ms. */
  readonly movedMs: number
  /** The inputs it has in hand, their ends asked for now. Rejects where the log does not answer. */
  lags(): Promise<readonly Lag[]>
}
