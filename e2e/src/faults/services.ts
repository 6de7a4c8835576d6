import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalPostgres } from '@order-up/local'
import { startTestBroker, type TestBroker } from '@order-up/local/kit'

/** The services of a run, which end with it. */
export interface Services {
  readonly broker: TestBroker
  readonly databaseUrl: string
  stop(): Promise<void>
}

/** Starts a broker, a registry and a PostgreSQL of this run's own; what they write is gone with `stop`. */
export const startServices = async (): Promise<Services> => {
  const folder = await mkdtemp(join(tmpdir(), 'order-up-faults-'))
  const broker = await startTestBroker()
  const postgres = await startLocalPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  return {
    broker,
    databaseUrl: postgres.url,
    stop: async () => {
      await Promise.all([broker.stop(), postgres.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
