import { DEFAULT_LIMITS, type Engine, type EngineRun, type RunSummary } from '@order-up/contracts'
import { Decoders } from '@order-up/engine-core'
import { boundsOf, flushBounds } from './instance/bounds.ts'
import { Instance } from './instance/instance.ts'
import { plansFor } from './instance/plans.ts'
import { Tally } from './instance/tally.ts'
import { orderJob } from './orders/order-job.ts'
import { heapStores } from './store/heap-store.ts'
import type { Stores } from './store/store.ts'
import { Alignment } from './task/alignment.ts'

export interface DataflowOptions {
  /** Where tasks keep local copies of their state; in the heap by default. */
  readonly stores?: Stores
  /** Entries of each kind of state that each task holds in the heap. */
  readonly cacheSize?: number
}

const NAME = 'dataflow'
const CACHE_SIZE = 10_000

const settingOf = (run: EngineRun, { stores = heapStores(), cacheSize = CACHE_SIZE }: DataflowOptions) => {
  const limits = { ...DEFAULT_LIMITS, ...run.limits }
  return {
    engine: NAME,
    job: orderJob,
    run,
    limits,
    plans: plansFor(NAME, run.log.partitions),
    stores,
    cacheSize,
    decoders: new Decoders(run.log),
    alignment: new Alignment(limits.maxDriftMs),
    tally: new Tally(),
  }
}

/** Where a flush is asked for beside a run, all that it holds is claimed anew, by an instance that takes part (E5). */
const runInstance = async (run: EngineRun, options: DataflowOptions): Promise<RunSummary> => {
  const setting = settingOf(run, options)
  const ending = await new Instance({ ...setting, bounds: await boundsOf(run) }).run()
  if (ending === 'flush-asked' && !run.signal.aborted)
    await new Instance({ ...setting, bounds: flushBounds(run.log) }).run()
  return setting.tally.summary()
}

/** Operators over keyed state, in tasks that are spread over instances and move while they run. */
export const createDataflowEngine = (options: DataflowOptions = {}): Engine => ({
  name: NAME,
  run: (run) => runInstance(run, options),
})
