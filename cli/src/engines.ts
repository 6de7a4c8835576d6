import type { Engine } from '@order-up/contracts'
import { createDataflowEngine, lmdbStores } from '@order-up/engine-dataflow'
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
  /** An instance that keeps copies of its state on disk; left out where all of it is in the heap. */
  readonly onDisk?: (disk: StateDisk) => EngineOnDisk
}

export interface StateDisk {
  /** Where the instances of this machine keep their copies. */
  readonly folder: string
  /** Told why a copy is made anew. */
  readonly log: (line: string) => void
}

/** An engine that holds a folder until it is closed. */
export interface EngineOnDisk {
  readonly engine: Engine
  close(): void
}

const dataflowOnDisk = (disk: StateDisk): EngineOnDisk => {
  const stores = lmdbStores(disk)
  return { engine: createDataflowEngine({ stores }), close: () => stores.close() }
}

export const ENGINES: Readonly<Record<EngineName, KnownEngine>> = {
  simple: { create: createSimpleEngine, movesTasks: false },
  dataflow: { create: createDataflowEngine, movesTasks: true, onDisk: dataflowOnDisk },
}

/** An instance of an engine for as long as `use` takes: with its state on disk where it can have it there. */
export const withEngine = async <T>(
  name: EngineName,
  disk: StateDisk,
  use: (engine: Engine) => Promise<T>,
): Promise<T> => {
  const { create, onDisk } = ENGINES[name]
  const { engine, close } = onDisk === undefined ? { engine: create(), close: () => {} } : onDisk(disk)
  try {
    return await use(engine)
  } finally {
    close()
  }
}
