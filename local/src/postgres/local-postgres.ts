import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ErrorCode, OrderUpError } from '@order-up/contracts'
import { freePort } from '../free-port.ts'
import { CLUSTER_LOGIN, type Cluster, clusterMajor, makeCluster, readCluster } from './cluster.ts'
import { findPrograms, type PostgresPrograms } from './postgres-programs.ts'
import { ownerName, settlePredecessor } from './predecessor.ts'
import { findProcess } from './process-table.ts'
import { serverHome, sweepHome } from './server-home.ts'
import { type ServerUser, serverUser } from './server-user.ts'
import { spawnTethered, type TetheredProcess } from './tethered-process.ts'

export interface LocalPostgresOptions {
  /** Folder for the server's files; made if missing, gone on with if it holds some. */
  readonly dataDir: string
  /** Port on 127.0.0.1; a free one where none is given. */
  readonly port?: number
  /** False for data that may be lost with the machine's power: commits don't wait for the disk. Default true. */
  readonly durable?: boolean
  /** Receives each line that the server's programs write. */
  readonly log?: (line: string) => void
}

/** A PostgreSQL server of this process's own. */
export interface LocalPostgres {
  /** Address with the login's password: for clients, not for logs. */
  readonly url: string
  readonly port: number
  /** Version of the server, such as 18.4. */
  readonly version: string
  /** Stops the server and resolves when its process is gone; may be called again. */
  stop(): Promise<void>
}

interface Start {
  readonly cluster: Cluster
  readonly programs: PostgresPrograms
  readonly user: ServerUser | undefined
  readonly port: number
  readonly options: LocalPostgresOptions
}

const serverSettings = async (port: number, durable: boolean): Promise<readonly string[]> => [
  `cluster_name=${ownerName((await findProcess(process.pid))!)}`,
  `port=${port}`,
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
]

/** What a server that did not start said of the reason. */
const FAILURES: readonly { readonly says: RegExp; readonly code: ErrorCode }[] = [
  { says: /Address already in use/, code: 'OU1205' },
  { says: /lock file ".*" already exists|pre-existing shared memory block/, code: 'OU1206' },
]

const startFailure = (said: readonly string[], { port, cluster }: Start): OrderUpError => {
  const output = said.join('\n')
  const code = FAILURES.find(({ says }) => says.test(output))?.code ?? 'OU1204'
  const details: Partial<Record<ErrorCode, string>> = { OU1205: `127.0.0.1:${port}`, OU1206: cluster.folder }
  const detail = details[code] ?? said.find((line) => line.includes('FATAL'))?.replace(/^.*FATAL:\s+/, '') ?? ''
  return new OrderUpError(code, { detail, cause: new Error(output) })
}

/** Starts the server and resolves when it accepts connections. */
const startServer = async (start: Start): Promise<TetheredProcess> => {
  const { cluster, programs, user, options } = start
  const settings = await serverSettings(start.port, options.durable ?? true)
  const server = spawnTethered({
    command: join(programs.bin, 'postgres'),
    args: ['-D', cluster.folder, ...settings.flatMap((setting) => ['-c', setting])],
    cwd: cluster.folder,
    user,
    log: options.log ?? (() => {}),
  })
  if (!(await server.said('ready to accept connections'))) throw startFailure(server.tail, start)
  server.release()
  return server
}

const START_ATTEMPTS = 5

/** True where a start may go well a moment later: a free port was taken meanwhile, or a killed server's workers linger. */
const isPassing = (error: unknown, options: LocalPostgresOptions): boolean =>
  error instanceof OrderUpError &&
  ((error.code === 'OU1205' && options.port === undefined) ||
    (error.code === 'OU1206' && String(error.cause).includes('shared memory')))

/** Starts the server, trying again what is passing. */
const startPatiently = async (start: Omit<Start, 'port'>): Promise<{ server: TetheredProcess; port: number }> => {
  for (let attempt = 1; ; attempt += 1) {
    const port = start.options.port ?? (await freePort())
    try {
      return { server: await startServer({ ...start, port }), port }
    } catch (error) {
      if (attempt === START_ATTEMPTS || !isPassing(error, start.options)) throw error
      await sleep(100 * attempt)
    }
  }
}

/** The programs that can run the cluster in `home`, or make one there. */
const programsFor = (home: string, user: ServerUser | undefined): PostgresPrograms => {
  const major = clusterMajor(home)
  const programs = findPrograms({ user, copyTo: home, ...(major === undefined ? {} : { major }) })
  if (programs === undefined && major !== undefined)
    throw new OrderUpError('OU1204', {
      detail: `the data folder is of PostgreSQL ${major}`,
      hint: `install PostgreSQL ${major}, or choose another --data-dir`,
    })
  if (programs === undefined) throw new OrderUpError('OU1207')
  return programs
}

/**
 * Starts PostgreSQL on 127.0.0.1 from npm's package or an installed one, as root too, on the cluster in `dataDir`, which
 * is made where there is none. The server ends with this process, however that ends, and leaves no lock.
 *
 * Throws OU1204 where it does not start, OU1205 where the port is in use, OU1206 where another run has the data folder,
 * OU1207 where there is no PostgreSQL.
 */
export const startLocalPostgres = async (options: LocalPostgresOptions): Promise<LocalPostgres> => {
  const { dataDir, durable = true, log = () => {} } = options
  const user = serverUser()
  const home = serverHome(dataDir, user)
  const programs = programsFor(home, user)
  await sweepHome(home)
  if (clusterMajor(home) === undefined) await makeCluster({ home, programs, user, durable, log })
  const cluster = readCluster(home)
  await settlePredecessor(cluster.folder, log)
  const { server, port } = await startPatiently({ cluster, programs, user, options })
  let stopped: Promise<void> | undefined
  return {
    url: `postgres://${CLUSTER_LOGIN}:${cluster.password}@127.0.0.1:${port}/postgres`,
    port,
    version: programs.version,
    stop: () => (stopped ??= server.interrupt()),
  }
}
