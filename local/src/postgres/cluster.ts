import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import type { PostgresPrograms } from './postgres-programs.ts'
import { makingName } from './server-home.ts'
import type { ServerUser } from './server-user.ts'
import { spawnTethered } from './tethered-process.ts'

/** The only login of a local cluster. */
export const CLUSTER_LOGIN = 'order_up'

/** A database cluster on disk: the server's folder and the password of its login beside it. */
export interface Cluster {
  readonly folder: string
  readonly password: string
}

/** Paths of the cluster in `home`. */
const paths = (home: string) => ({
  folder: join(home, 'postgres', 'cluster'),
  password: join(home, 'postgres', 'password'),
})

/** Major version of the PostgreSQL that made the cluster in `home`; undefined where there is none yet. */
export const clusterMajor = (home: string): number | undefined => {
  const file = join(paths(home).folder, 'PG_VERSION')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined
}

/** Reads the cluster in `home`. */
export const readCluster = (home: string): Cluster => {
  const { folder, password } = paths(home)
  return { folder, password: readFileSync(password, 'utf8') }
}

export interface ClusterOptions {
  readonly home: string
  readonly programs: PostgresPrograms
  readonly user: ServerUser | undefined
  readonly durable: boolean
  readonly log: (line: string) => void
}

/** Makes an empty `root` with a password in it, owned by the server's user. */
const layOut = (root: string, user: ServerUser | undefined): void => {
  const owned = [root, join(root, 'cluster'), join(root, 'password')]
  mkdirSync(owned[1]!, { recursive: true, mode: 0o700 })
  writeFileSync(owned[2]!, randomBytes(18).toString('base64url'), { mode: 0o600 })
  if (user !== undefined) for (const path of owned) chownSync(path, user.uid, user.gid)
}

const runInitdb = async (root: string, { programs, user, durable, log }: ClusterOptions): Promise<void> => {
  const args = [
    ...['--pgdata', join(root, 'cluster'), '--username', CLUSTER_LOGIN, '--pwfile', join(root, 'password')],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ]
  const initdb = spawnTethered({ command: join(programs.bin, 'initdb'), args, cwd: root, user, log })
  if ((await initdb.ended) !== 0)
    throw new OrderUpError('OU1204', { detail: 'initdb failed', cause: new Error(initdb.tail.join('\n')) })
}

/**
 * Makes the cluster: UTF8, C locale, one login with a random password. It appears whole or not at all; where another
 * run was faster, its cluster stays.
 */
export const makeCluster = async (options: ClusterOptions): Promise<void> => {
  const place = join(options.home, 'postgres')
  const making = makingName(place)
  try {
    layOut(making, options.user)
    await runInitdb(making, options)
    renameSync(making, place)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
  }
}
