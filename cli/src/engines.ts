import type { Engine } from '@order-up/contracts'
import { createDataflowEngine } from '@order-up/engine-dataflow'
import { createSimpleEngine } from '@order-up/engine-simple'

/** The engines there are; a name added here breaks the build until it has a factory below. */
export const ENGINE_NAMES = ['simple', 'dataflow'] as const

export type EngineName = (typeof ENGINE_NAMES)[number]

/** How an engine is made, and what has to be known to judge it. */
export interface KnownEngine {
  /** A new instance, as a new process would have. */
  readonly create: () => Engine
  /** True where instances share tasks: one that loses a task goes on with the others. */
  readonly movesTasks: boolean
}

export const ENGINES: Readonly<Record<EngineName, KnownEngine>> = {
  simple: { create: createSimpleEngine, movesTasks: false },
  dataflow: { create: createDataflowEngine, movesTasks: true },
}
