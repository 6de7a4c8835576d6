import type { Store, Stores } from '../store/store.ts'
import { lastingStores } from './lasting-stores.ts'

export interface StoreWatch {
  /** Called before a copy takes a step; what it throws, the copy fails with. */
  readonly committing?: (task: string) => void
  /** Called before a copy is closed. */
  readonly closing?: (task: string) => void
}

/** The disk of one machine, with a look at what reaches its copies. */
export const watchedStores = ({ committing, closing }: StoreWatch): Stores => {
  const { open } = lastingStores()
  const watched = (task: string, store: Store): Store => ({
    mark: store.mark,
    window: store.window,
    get: (key) => store.get(key),
    keysAfter: (prefix, after) => store.keysAfter(prefix, after),
    isWritten: (key) => store.isWritten(key),
    clear: (reason) => store.clear(reason),
    apply: (key, value) => store.apply(key, value),
    restored: (mark) => store.restored(mark),
    size: () => store.size(),
    committed: async (changes, mark) => {
      committing?.(task)
      await store.committed(changes, mark)
    },
    close: () => {
      closing?.(task)
      return store.close()
    },
  })
  return { open: (task) => watched(task, open(task)) }
}
