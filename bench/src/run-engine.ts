import { setMaxListeners } from 'node:events'
import type { Engine, EngineRun, Log, RunSummary, Timers } from '@order-up/contracts'
import { createDataflowEngine } from '@order-up/engine-dataflow'
import { createSimpleEngine } from '@order-up/engine-simple'

/** Steps are committed by size alone. */
const never: Timers = {
  sleep: (_, signal) => {
    setMaxListeners(0, signal)
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  },
}

export type EngineName = 'simple' | 'dataflow'

/** The engines, with everything in the heap. */
export const ENGINES: Readonly<Record<EngineName, () => Engine>> = {
  simple: createSimpleEngine,
  dataflow: () => createDataflowEngine({ cacheSize: Number.POSITIVE_INFINITY }),
}

/** An engine, the simple one where none is named, over the whole of `log`, as fast as it goes. */
export const runEngine = (
  log: Log,
  options: Partial<EngineRun> = {},
  engine: EngineName = 'simple',
): Promise<RunSummary> =>
  ENGINES[engine]().run({ log, signal: new AbortController().signal, timers: never, untilEnd: true, ...options })

/** Frees what can be freed, then the bytes of the heap in use. */
export const heapUsed = (): number => {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** The middle one of an odd number of values. */
export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[values.length >> 1] as number

/** CPU seconds, user and system, that `work` takes in this process. */
export const cpuSeconds = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}
