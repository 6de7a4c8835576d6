import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { lockFolder } from './folder-lock.ts'
import { LmdbStore } from './lmdb-store.ts'
import type { Stores } from './store.ts'

export interface LmdbStoresOptions {
  /** Where the instances of this machine keep their copies; each takes a folder of its own in it. */
  readonly folder: string
  /** Told why a copy is made anew. */
  readonly log: (line: string) => void
}

/** Stores that hold a folder until they are closed. */
export interface LmdbStores extends Stores {
  readonly folder: string
  close(): void
}

const MAX_INSTANCES = 1_000

interface OwnFolder {
  readonly path: string
  readonly unlock: () => void
}

/** The first folder that no other instance of this machine has: after a restart mostly the one of before. */
const takeFolder = (folder: string): OwnFolder => {
  for (let number = 0; number < MAX_INSTANCES; number += 1) {
    const path = join(folder, String(number))
    mkdirSync(path, { recursive: true })
    const unlock = lockFolder(path)
    if (unlock !== undefined) return { path, unlock }
  }
  throw new OrderUpError('OU1313', { detail: `${folder} is in use by ${MAX_INSTANCES} instances` })
}

/** Copies on disk that outlive the process. Throws OU1313 where the folder cannot be used. */
export const lmdbStores = ({ folder, log }: LmdbStoresOptions): LmdbStores => {
  let own: OwnFolder
  try {
    own = takeFolder(folder)
  } catch (cause) {
    if (cause instanceof OrderUpError) throw cause
    throw new OrderUpError('OU1313', { detail: `${folder}: ${(cause as Error).message}`, cause })
  }
  return {
    folder: own.path,
    open: (task) => new LmdbStore({ folder: join(own.path, task), log }),
    close: own.unlock,
  }
}
