import type { EngineRun, StepLimits, TaskReport } from '@order-up/contracts'
import type { Decoders } from '@order-up/engine-core'
import type { Job } from '../graph/job.ts'
import type { Stores } from '../store/store.ts'
import type { Alignment } from '../task/alignment.ts'
import type { Bounds } from './bounds.ts'
import type { Plans } from './plans.ts'
import type { Stops } from './stops.ts'
import type { Tally } from './tally.ts'

/** What a task is run with. */
export interface TaskSetting {
  readonly instance: InstanceContext
  /** Told when a bounded run has nothing more for the task to do, or has again. */
  readonly idle: (isIdle: boolean) => void | Promise<void>
  /** Given what says at any time what the task is at. */
  readonly reports: (report: () => TaskReport) => void
}

/** What all tasks of one instance share. */
export interface InstanceContext {
  /** Name of the engine. */
  readonly engine: string
  readonly job: Job
  readonly run: EngineRun
  readonly limits: StepLimits
  readonly bounds: Bounds
  readonly stops: Stops
  readonly plans: Plans
  readonly stores: Stores
  /** Entries of each kind of state in the heap, for each task. */
  readonly cacheSize: number
  readonly decoders: Decoders
  readonly alignment: Alignment
  readonly tally: Tally
  /** Ends every task. */
  readonly signal: AbortSignal
}
