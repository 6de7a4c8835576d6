import { type Engine, OrderUpError, type Timers } from '@order-up/contracts'
import type { MemoryLog } from '@order-up/log'
import type { RunEngine } from './run-pipeline.ts'
import { watchCommits } from './watch-commits.ts'

export interface EngineSetting {
  readonly create: () => Engine
  readonly log: MemoryLog
  readonly timers: Timers
}

/**
 * Runs of an engine on a log, each by a new instance. An instance that waits for a partition which nothing more comes
 * for ends with OU1304: nobody but the demo's own producer could move its time.
 */
export const runEngineOn =
  ({ create, log, timers }: EngineSetting): RunEngine =>
  async (run, committed) => {
    const engine = create()
    const stall = new AbortController()
    const observer = {
      stalled: (partition: number): void =>
        stall.abort(new OrderUpError('OU1304', { detail: `partition ${partition} has nothing to read` })),
    }
    const watched = watchCommits(log.connect({ name: engine.name }), committed)
    const signal = AbortSignal.any([run.signal, stall.signal])
    const summary = await engine.run({ ...run, log: watched, signal, timers, observer })
    stall.signal.throwIfAborted()
    return summary
  }
