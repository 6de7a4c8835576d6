import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { findProcess } from './process-table.ts'
import { canEnter, type ServerUser } from './server-user.ts'

/** Where root keeps the servers of data folders that the server's user cannot enter. */
const SHARED_HOME = '/var/lib/order-up'

/** Makes a folder that everybody may pass through, though not list. */
const makePassable = (folder: string): string => {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, statSync(folder).mode | 0o111)
  return folder
}

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new OrderUpError('OU1204', { detail: `${folder} cannot be made`, cause })
  }
}

/**
 * The folder for a server's files, made if missing: `dataDir` itself, or, where `user` cannot enter that (it lies below
 * root's closed home), one of its own under /var/lib/order-up. Throws OU1204 where it cannot be made.
 */
export const serverHome = (dataDir: string, user: ServerUser | undefined): string => {
  makeFolder(dataDir)
  if (user === undefined || canEnter(makePassable(dataDir), user)) return realpathSync(dataDir)
  const digest = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  makePassable(SHARED_HOME)
  return makePassable(join(SHARED_HOME, digest))
}

/** Name under which something is put together before it takes its place by a rename. */
export const makingName = (name: string): string => `${name}.new-${process.pid}-${randomBytes(4).toString('hex')}`

const MAKING = /\.new-(\d+)-[0-9a-f]+$/

/** Removes from `home` what runs that are gone had begun to put together. */
export const sweepHome = async (home: string): Promise<void> => {
  for (const name of readdirSync(home)) {
    const maker = MAKING.exec(name)
    if (maker !== null && (await findProcess(Number(maker[1]))) === undefined)
      rmSync(join(home, name), { recursive: true, force: true })
  }
}
