import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startLocalKafka } from '../src/kafka/start-local-kafka.ts'
import { startLocalRegistry } from '../src/registry/start-local-registry.ts'
import { describeStarted } from './describe-started.ts'
import { QUICK, startedOrReason, testFolder } from './test-services.ts'

/** Where tests find Kafka and a schema registry. */
export interface KafkaAddresses {
  readonly brokers: readonly string[]
  readonly registryUrl: string
}

interface TestServices extends KafkaAddresses {
  stop(): Promise<void>
}

const given = (name: string): string | undefined => (process.env[name] === '' ? undefined : process.env[name])

const startServices = async (): Promise<TestServices> => {
  const folder = await testFolder()
  const silent = { log: (): void => {} }
  const brokers = given('KAFKA_BROKERS')?.split(',')
  const url = given('SCHEMA_REGISTRY_URL')
  const kafka = brokers ? undefined : await startLocalKafka({ dataDir: folder, overrides: QUICK, ...silent })
  const registry = url ? undefined : await startLocalRegistry({ dataDir: join(folder, 'registry'), ...silent })
  return {
    brokers: kafka?.brokers ?? brokers ?? [],
    registryUrl: registry?.url ?? url ?? '',
    stop: async () => {
      await Promise.all([kafka?.stop(), registry?.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Describes tests that need a real broker and a schema registry: those of KAFKA_BROKERS and SCHEMA_REGISTRY_URL, else
 * local ones of their own. Where there are none they are skipped, with the reason in their title. To be awaited at the
 * top of a test file.
 */
export const describeWithKafka = async (title: string, body: (services: KafkaAddresses) => void): Promise<void> => {
  const skipped = (): void => body({ brokers: [], registryUrl: '' })
  describeStarted(title, await startedOrReason(startServices), { body, skipped })
}
