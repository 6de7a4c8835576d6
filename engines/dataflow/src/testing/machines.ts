import type { Engine } from '@order-up/contracts'
import { createDataflowEngine } from '../engine.ts'
import type { Stores } from '../store/store.ts'
import { lastingStores } from './lasting-stores.ts'

/** So few that state is read back from its copy all the time. */
const CACHE_SIZE = 2

/** Makes instances of the engine, each on a machine whose disk holds what the instance before it has left. */
export const onMachines = (newDisk: () => Stores = lastingStores): (() => Engine) => {
  const idle: Stores[] = []
  return () => {
    const { name } = createDataflowEngine()
    return {
      name,
      run: async (run) => {
        const stores = idle.shift() ?? newDisk()
        try {
          return await createDataflowEngine({ stores, cacheSize: CACHE_SIZE }).run(run)
        } finally {
          idle.push(stores)
        }
      },
    }
  }
}
