import { DEFAULT_LIMITS, type Engine, type EngineRun, type RunSummary } from '@order-up/contracts'
import { Decoders } from '@order-up/engine-core'
import { boundsOf } from './instance/bounds.ts'
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

const runInstance = async (run: EngineRun, options: DataflowOptions): Promise<RunSummary> => {
  const { stores = heapStores(), cacheSize = CACHE_SIZE } = options
  const limits = { ...DEFAULT_LIMITS, ...run.limits }
  const instance = new Instance({
    engine: NAME,
    job: orderJob,
    run,
    limits,
    bounds: await boundsOf(run),
    plans: plansFor(NAME, run.log.partitions),
    stores,
    cacheSize,
    decoders: new Decoders(run.log),
    alignment: new Alignment(limits.maxDriftMs),
    tally: new Tally(),
  })
  return instance.run()
}

/** Operators over keyed state, in tasks that are spread over instances and move while they run. */
export const createDataflowEngine = (options: DataflowOptions = {}): Engine => ({
  name: NAME,
  run: (run) => runInstance(run, options),
})
