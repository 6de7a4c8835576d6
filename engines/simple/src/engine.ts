import {
  DEFAULT_LIMITS,
  type Engine,
  type EngineRun,
  RAW_TOPIC,
  type RunSummary,
  type TaskPlan,
} from '@order-up/contracts'
import { runTask } from './task-run.ts'

/** The engine's one task: every raw partition. Further instances stand by for it. */
const planOver = (partitions: number): TaskPlan => ({
  tasks: [
    { name: 'simple', inputs: Array.from({ length: partitions }, (_, partition) => ({ topic: RAW_TOPIC, partition })) },
  ],
  standbys: true,
})

const NOTHING: RunSummary = {
  records: 0,
  refused: {},
  held: 0,
  curated: 0,
  heartbeats: 0,
  outputs: { curated: 0, customers: 0, metrics: 0, late: 0, dlq: 0 },
  commits: 0,
}

const run = async (options: EngineRun): Promise<RunSummary> => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  for await (const task of options.log.claims(planOver(options.log.partitions), options.signal)) {
    try {
      return await runTask({ task, run: options, limits })
    } finally {
      await task.close()
    }
  }
  return NOTHING
}

/** One loop over all raw partitions, state in the heap, one transaction at a time. */
export const createSimpleEngine = (): Engine => ({ name: 'simple', run })
