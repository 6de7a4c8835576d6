import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocalKafka, startLocalPostgres, startLocalRegistry } from '@order-up/local'
import type { Addresses } from './addresses.ts'

/** The services of a run, which end with it. */
export interface Services extends Omit<Addresses, 'topicPrefix'> {
  stop(): Promise<void>
}

/** Starts a broker, a registry and a PostgreSQL of this run's own; what they write is gone with `stop`. */
export const startServices = async (log: (line: string) => void): Promise<Services> => {
  const folder = await mkdtemp(join(tmpdir(), 'order-up-faults-'))
  const kafka = await startLocalKafka({ dataDir: join(folder, 'kafka'), log })
  const registry = await startLocalRegistry({ dataDir: join(folder, 'registry'), log: () => {} })
  const postgres = await startLocalPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  return {
    brokers: kafka.brokers,
    registryUrl: registry.url,
    databaseUrl: postgres.url,
    stop: async () => {
      await Promise.all([kafka.stop(), registry.stop(), postgres.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
