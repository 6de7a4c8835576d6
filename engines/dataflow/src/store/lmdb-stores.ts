import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
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

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

const lockOf = (folder: string): string => resolve(folder, 'lock')

/** Locks of this process. One with its id that is not among them was left by another: in a container ids come again. */
const held = new Set<string>()

/** False where whoever made a lock is gone; of another host nobody here can tell. */
const isHeld = (file: string): boolean => {
  const [pid, host = hostname()] = readFileSync(file, 'utf8').split(' ')
  if (host !== hostname() || Number(pid) === 0) return true
  return Number(pid) === process.pid ? held.has(file) : isAlive(Number(pid))
}

/** Takes a lock that no living process holds; false where one does. */
const lock = (file: string): boolean => {
  try {
    const made = openSync(file, 'wx')
    writeSync(made, `${process.pid} ${hostname()}`)
    closeSync(made)
    held.add(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (isHeld(file)) return false
    rmSync(file, { force: true })
    return lock(file)
  }
}

/** The first folder that no other instance of this machine has: after a restart mostly the one of before. */
const takeFolder = (folder: string): string => {
  for (let number = 0; number < MAX_INSTANCES; number += 1) {
    const own = join(folder, String(number))
    mkdirSync(own, { recursive: true })
    if (lock(lockOf(own))) return own
  }
  throw new OrderUpError('OU1313', { detail: `${folder} is in use by ${MAX_INSTANCES} instances` })
}

/** Copies on disk that outlive the process. Throws OU1313 where the folder cannot be used. */
export const lmdbStores = ({ folder, log }: LmdbStoresOptions): LmdbStores => {
  let own: string
  try {
    own = takeFolder(folder)
  } catch (cause) {
    if (cause instanceof OrderUpError) throw cause
    throw new OrderUpError('OU1313', { detail: `${folder}: ${(cause as Error).message}`, cause })
  }
  return {
    folder: own,
    open: (task) => new LmdbStore({ folder: join(own, task), log }),
    close: () => {
      held.delete(lockOf(own))
      rmSync(lockOf(own), { force: true })
    },
  }
}
