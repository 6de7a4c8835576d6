import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { startLocalPostgres } from '../src/postgres/local-postgres.ts'
import { type Containers, containersFor } from './containers.ts'
import { IMAGES } from './images.ts'

/** A PostgreSQL server of a test's own. */
export interface TestPostgres {
  readonly url: string
  /** Ends it, and removes its data. */
  stop(): Promise<void>
}

const NAME = 'order_up'
const PASSWORD = 'not-a-secret'
const PORT = 5_432
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']
const MS = { interval: 500, timeout: 5_000, retries: 240 }

const startContainer = async ({ GenericContainer, Wait }: Containers): Promise<TestPostgres> => {
  const container = await new GenericContainer(IMAGES.postgres)
    .withEnvironment({ POSTGRES_USER: NAME, POSTGRES_PASSWORD: PASSWORD, POSTGRES_DB: NAME })
    .withCommand(['postgres', ...SETTINGS.flatMap((setting) => ['-c', setting])])
    .withExposedPorts(PORT)
    // By its address: the server that makes the database first listens on a socket alone, and ends again.
    .withHealthCheck({ test: ['CMD', 'pg_isready', '--host', '127.0.0.1', '--username', NAME], ...MS })
    .withWaitStrategy(Wait.forHealthCheck())
    .start()
  return {
    url: `postgres://${NAME}:${PASSWORD}@${container.getHost()}:${container.getMappedPort(PORT)}/${NAME}`,
    stop: async () => {
      await container.stop()
    },
  }
}

const startProcess = async (): Promise<TestPostgres> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'order-up-test-'))
  const { url, stop } = await startLocalPostgres({ dataDir, durable: false })
  return {
    url,
    stop: async () => {
      await stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * Starts a PostgreSQL server in a container, else as a process. Throws OU1207, with the reason why there is no container,
 * where neither can be had.
 */
export const startTestPostgres = async (): Promise<TestPostgres> => {
  const containers = await containersFor(IMAGES.postgres)
  if (typeof containers !== 'string') return startContainer(containers)
  return startProcess().catch((failure: unknown) => {
    if (!(failure instanceof OrderUpError && failure.code === 'OU1207')) throw failure
    throw new OrderUpError('OU1207', { detail: containers, cause: failure })
  })
}
