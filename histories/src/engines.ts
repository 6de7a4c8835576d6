import type { Candidate } from '@order-up/contracts/kit'
import { createDataflowEngine } from '@order-up/engine-dataflow'
import { createSimpleEngine } from '@order-up/engine-simple'
import { createMemoryLog } from '@order-up/log'

/** Every engine that histories are run through. */
export const ENGINES = {
  simple: { create: createSimpleEngine, createLog: createMemoryLog },
  dataflow: { create: createDataflowEngine, createLog: createMemoryLog, movesTasks: true },
} as const satisfies Readonly<Record<string, Candidate>>

export type EngineName = keyof typeof ENGINES
export const ENGINE_NAMES = Object.keys(ENGINES) as readonly EngineName[]
