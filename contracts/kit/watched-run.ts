import type { Engine, EngineRun } from '../src/engine-port.ts'
import type { Log } from '../src/log-port.ts'
import { probeLog } from './probe-log.ts'
import { standstill } from './standstill.ts'
import { turnTimers } from './turn-timers.ts'

export interface WatchedRun extends Pick<EngineRun, 'limits' | 'untilEnd' | 'flush'> {
  readonly engine: Engine
  readonly log: Log
  /** Asked after each commit, before the engine learns of it: true fires the run's signal. */
  readonly stopsNow: () => boolean
  /** Turns of the event loop without a batch or a commit after which it counts as stuck; default: about a second's. */
  readonly maxIdleTurns?: number
}

/** How a run ended, seen from outside; `stuck`: it would not have ended at all. */
export type Settled =
  | { readonly kind: 'resolved'; readonly stopped: boolean }
  | { readonly kind: 'rejected'; readonly error: unknown }
  | { readonly kind: 'stuck' }

/** Why signals fire here: a reason of its own spares each of thousands of runs an error with its stack. */
const OVER = 'over'

/** Runs an engine once without a clock, and gives up on it where it no longer reads or commits anything. */
export const runWatched = async ({ engine, log, stopsNow, maxIdleTurns, ...options }: WatchedRun): Promise<Settled> => {
  const [stop, done] = [new AbortController(), new AbortController()]
  let calls = 0
  const count = (): void => {
    calls += 1
  }
  const onCommitted = (): void => {
    count()
    if (stopsNow()) stop.abort(OVER)
  }
  const watched = probeLog(log, { onBatch: count, onCommit: count, onCommitted })
  const run = engine.run({ ...options, log: watched, timers: turnTimers(), signal: stop.signal }).then(
    (): Settled => ({ kind: 'resolved', stopped: stop.signal.aborted }),
    (error: unknown): Settled => ({ kind: 'rejected', error }),
  )
  const stuck = standstill(() => calls, done.signal, maxIdleTurns).then((): Settled => {
    stop.abort(OVER)
    return { kind: 'stuck' }
  })
  return Promise.race([run, stuck]).finally(() => done.abort(OVER))
}
