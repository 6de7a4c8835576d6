import type { Engine } from '@order-up/contracts'
import { createDataflowEngine, lmdbStores } from '@order-up/engine-dataflow'
import { createSimpleEngine } from '@order-up/engine-simple'
import type { EngineName } from './run-engine.ts'

/** An engine as the program makes it: dataflow with its state on disk, simple with all of it in the heap. */
export interface MadeEngine {
  readonly engine: Engine
  close(): void
}

const dataflow = (stateDir: string): MadeEngine => {
  const stores = lmdbStores({ folder: stateDir, log: (line) => process.stderr.write(`${line}\n`) })
  return { engine: createDataflowEngine({ stores }), close: () => stores.close() }
}

const MAKE: Readonly<Record<EngineName, (stateDir: string) => MadeEngine>> = {
  simple: () => ({ engine: createSimpleEngine(), close: () => {} }),
  dataflow,
}

/** The named engine, which keeps what it has on disk in `stateDir`. */
export const makeEngine = (name: EngineName, stateDir = ''): MadeEngine => MAKE[name](stateDir)
