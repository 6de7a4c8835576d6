import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { findLocalKafka, startLocalKafka } from '../src/kafka/start-local-kafka.ts'
import { findProcess } from '../src/postgres/process-table.ts'
import { startLocalRegistry } from '../src/registry/start-local-registry.ts'

/** Where tests find Kafka and a schema registry. */
export interface KafkaAddresses {
  readonly brokers: readonly string[]
  readonly registryUrl: string
}

interface TestServices extends KafkaAddresses {
  stop(): Promise<void>
}

const PREFIX = 'order-up-kafka-'
/** Lets a test see a dead member go within a second. */
const QUICK = { 'group.min.session.timeout.ms': '1000' }

const given = (name: string): string | undefined => (process.env[name] === '' ? undefined : process.env[name])

/** Stops the brokers, and removes the folders, of test runs that were killed. */
const sweep = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const run = Number(name.slice(PREFIX.length).split('-')[0])
    if ((await findProcess(run)) !== undefined) continue
    const folder = join(tmpdir(), name)
    await (await findLocalKafka(folder))?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const startServices = async (): Promise<TestServices> => {
  await sweep()
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
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

/** The services, or the reason why there are none to be had; with REQUIRE_REAL_KAFKA=1 the reason is an error. */
const servicesOrReason = async (): Promise<TestServices | string> => {
  try {
    return await startServices()
  } catch (error) {
    const missing = error instanceof OrderUpError && (error.code === 'OU1211' || error.code === 'OU1212')
    if (!missing || process.env.REQUIRE_REAL_KAFKA === '1') throw error
    return error.message
  }
}

/**
 * Describes tests that need a real broker and a schema registry: those of KAFKA_BROKERS and SCHEMA_REGISTRY_URL, else
 * local ones of their own. Where there are none they are skipped, with the reason in their title. To be awaited at the
 * top of a test file.
 */
export const describeWithKafka = async (title: string, body: (services: KafkaAddresses) => void): Promise<void> => {
  const services = await servicesOrReason()
  if (typeof services === 'string') {
    describe.skip(`${title} (${services})`, () => body({ brokers: [], registryUrl: '' }))
    return
  }
  describe(title, () => {
    afterAll(() => services.stop())
    body(services)
  })
}
