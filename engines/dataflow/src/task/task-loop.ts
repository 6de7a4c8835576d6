import type { ClaimedTask, StepLimits, Timers } from '@order-up/contracts'
import type { Bell } from './bell.ts'
import type { Committer } from './committer.ts'
import type { InputReader } from './input-reader.ts'
import type { TaskMeter } from './task-meter.ts'
import type { TaskWork } from './task-work.ts'

export interface LoopSetting {
  readonly task: ClaimedTask
  readonly work: TaskWork
  readonly reader: InputReader
  readonly committer: Committer
  /** Rung by whatever may let the loop go on. */
  readonly bell: Bell
  readonly limits: StepLimits
  readonly timers: Timers
  readonly meter: TaskMeter
  /** Ends the loop; what is uncommitted is dropped. */
  readonly signal: AbortSignal
  /** Told when a bounded run has nothing more for the task to do, and all of it is durable. */
  readonly idle: (isIdle: boolean) => void | Promise<void>
}

/** The life of a task: advance until the step is full or input runs out, commit, wait. */
export class TaskLoop {
  readonly #setting: LoopSetting
  /** Stands for the deadline of the step that is being filled. */
  #deadline: object | undefined
  #isDue = false

  constructor(setting: LoopSetting) {
    this.#setting = setting
  }

  /** Ends with `signal`; rejects with OU1501 where the task is lost, and with whatever else goes wrong. */
  async run(): Promise<void> {
    const { signal, bell, reader, committer } = this.#setting
    signal.addEventListener('abort', bell.ring)
    try {
      while (!signal.aborted) await this.#turn()
      await committer.settled()
    } finally {
      signal.removeEventListener('abort', bell.ring)
      reader.close()
      // Who closes the local copy next must not meet a commit that is still to reach it.
      await committer.ended()
    }
  }

  async #turn(): Promise<void> {
    const { work, reader, committer, bell, meter } = this.#setting
    committer.check()
    const hasHandledAll = meter.timed(() => work.advance())
    reader.resume()
    if (!hasHandledAll || this.#isWorthCommitting()) return this.#commit()
    reader.check()
    if (work.isDone) await this.#rest()
    else this.#setDeadline()
    await bell.rung()
  }

  #isWorthCommitting(): boolean {
    const { work, limits } = this.#setting
    return !work.isEmpty && (work.isDone || this.#isDue || limits.commitIntervalMs === 0)
  }

  /** Nothing is left to do, and all that was done is durable. */
  async #rest(): Promise<void> {
    const { committer, idle, work } = this.#setting
    await committer.settled()
    await idle(work.isDone && work.isEmpty)
  }

  #setDeadline(): void {
    const { work, limits, timers, signal, bell } = this.#setting
    if (work.isEmpty || this.#deadline !== undefined) return
    const deadline = {}
    this.#deadline = deadline
    void timers.sleep(limits.commitIntervalMs, signal).then(() => {
      if (this.#deadline !== deadline) return
      this.#isDue = true
      bell.ring()
    })
  }

  /** Begins to commit the step, once the one before it is durable; after `signal` nothing more is committed. */
  async #commit(): Promise<void> {
    const { work, committer, signal, idle } = this.#setting
    await committer.settled()
    if (signal.aborted || work.isEmpty) return
    await idle(false)
    this.#deadline = undefined
    this.#isDue = false
    committer.begin(work.take())
  }
}
