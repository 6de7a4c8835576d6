import { join } from 'node:path'
import { startLocalKafka, startLocalRegistry } from '@order-up/local'
import { type KafkaLog, type KafkaLogOptions, openKafkaLog, registrySource } from '@order-up/log/kafka'
import { inTemporaryFolder } from './in-temporary-folder.ts'

/** Where a side of a benchmark finds its broker, and which topics are its own. */
export interface KafkaAddresses {
  readonly brokers: readonly string[]
  readonly registryUrl: string
  readonly topicPrefix: string
}

/** The log of that broker under that prefix. */
export const openLog = (
  { brokers, registryUrl, topicPrefix }: KafkaAddresses,
  more: Pick<KafkaLogOptions, 'timings' | 'probe'> = {},
): Promise<KafkaLog> =>
  openKafkaLog({ connection: { brokers }, registry: registrySource({ url: registryUrl }), topicPrefix, ...more })

const silent = { log: (): void => {} }

/** Runs `use` with a broker and a registry on this machine, which end with it. */
export const withKafka = <T>(use: (services: Omit<KafkaAddresses, 'topicPrefix'>) => Promise<T>): Promise<T> =>
  inTemporaryFolder(async (folder) => {
    const kafka = await startLocalKafka({ dataDir: join(folder, 'kafka'), ...silent })
    const registry = await startLocalRegistry({ dataDir: join(folder, 'registry'), ...silent })
    try {
      return await use({ brokers: kafka.brokers, registryUrl: registry.url })
    } finally {
      await Promise.all([kafka.stop(), registry.stop()])
    }
  })
