export { createDataflowEngine, type DataflowOptions } from './engine.ts'
export { heapStores } from './store/heap-store.ts'
export { type LmdbStores, type LmdbStoresOptions, lmdbStores } from './store/lmdb-stores.ts'
export type { Store, StoreSize, Stores } from './store/store.ts'
