import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../src/free-port.ts'
import { startLocalRegistry } from '../src/registry/start-local-registry.ts'
import { describeStarted } from './describe-started.ts'
import { needKafkaPrograms } from './describe-with-kafka-programs.ts'
import { startBroker } from './start-broker.ts'
import { startedOrReason, testFolder } from './test-services.ts'

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
  const brokers = given('KAFKA_BROKERS')?.split(',')
  const url = given('SCHEMA_REGISTRY_URL')
  const kafka = brokers ? undefined : await startBroker({ port: await freePort() })
  const folder = await testFolder()
  const registry = url ? undefined : await startLocalRegistry({ dataDir: join(folder, 'registry'), log: () => {} })
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
 * ones of their own, the broker in a container where Docker answers. Where there are none they are skipped, with the
 * reason in their title. To be awaited at the top of a test file.
 */
export const describeWithKafka = async (title: string, body: (services: KafkaAddresses) => void): Promise<void> => {
  const skipped = (): void => body({ brokers: [], registryUrl: '' })
  describeStarted(title, await startedOrReason(startServices), { body, skipped })
}

/** The same, for tests that also run Kafka's own tools: these need Java, wherever the broker runs. */
export const describeWithKafkaTools = async (
  title: string,
  body: (services: KafkaAddresses) => void,
): Promise<void> => {
  const skipped = (): void => body({ brokers: [], registryUrl: '' })
  const started = await startedOrReason(() => needKafkaPrograms().then(startServices))
  describeStarted(title, started, { body, skipped })
}
