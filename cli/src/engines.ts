import type { Engine } from '@order-up/contracts'
import { createSimpleEngine } from '@order-up/engine-simple'

/** The engines there are; a name added here breaks the build until it has a factory below. */
export const ENGINE_NAMES = ['simple'] as const

export type EngineName = (typeof ENGINE_NAMES)[number]

/** How each engine is made. Each call gives one of its own. */
export const ENGINES: Readonly<Record<EngineName, () => Engine>> = {
  simple: createSimpleEngine,
}
