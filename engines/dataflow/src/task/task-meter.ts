import type { Timers } from '@order-up/contracts'

/** What a task has done since it was claimed. */
export class TaskMeter {
  readonly #timers: Timers
  records = 0
  commits = 0
  busyMs = 0

  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Counts a step that is durable. */
  committed(records: number): void {
    this.records += records
    this.commits += 1
  }

  /** Does `work`, and counts the time that it takes. */
  timed<T>(work: () => T): T {
    const startedMs = this.#timers.nowMs?.() ?? 0
    const done = work()
    this.busyMs += (this.#timers.nowMs?.() ?? 0) - startedMs
    return done
  }
}
