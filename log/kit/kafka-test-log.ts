import { randomUUID } from 'node:crypto'
import { ORDER_EVENT_SCHEMA, OrderUpError, type Position, RAW_TOPIC } from '@order-up/contracts'
import type { TestLog, TestLogOptions } from '@order-up/contracts/kit'
import { Cluster } from '../src/kafka/admin/cluster.ts'
import { ensureTopics } from '../src/kafka/admin/ensure-topics.ts'
import { contractTopics, controlTopics } from '../src/kafka/admin/topic-specs.ts'
import { kafkaClient } from '../src/kafka/client.ts'
import type { KafkaLog } from '../src/kafka/kafka-log.ts'
import type { KafkaRawWriter } from '../src/kafka/raw-writer.ts'
import { registrySource } from '../src/kafka/schemas/registry-source.ts'
import type { SchemaSource } from '../src/kafka/schemas/schema-source.ts'
import { TopicNames } from '../src/kafka/topic-names.ts'
import { KafkaInstance } from './kafka-instance.ts'
import { openTestLog, TEST_TIMINGS, type TestCore, type TestServices } from './test-core.ts'

/** A test log that holds connections. */
export interface KafkaTestLog extends TestLog {
  close(): Promise<void>
}

/** Makes test logs, each with topics of its own. */
export type CreateKafkaTestLog = (options: TestLogOptions) => KafkaTestLog

/** Ids that a test gives a meaning of its own, before the real registry. */
const testRegistry = (real: SchemaSource, { registry }: TestLogOptions): SchemaSource => ({
  register: real.register,
  find: async (id) => {
    const text = registry?.get(id)
    return text === undefined ? real.find(id) : { kind: 'found', text }
  },
})

/** A topic that does not exist yet is empty. */
const endsOf = async ({ reader, partitions }: KafkaLog, topic: string): Promise<readonly Position[]> => {
  try {
    return await reader.ends(topic)
  } catch (error) {
    if (!(error instanceof OrderUpError) || error.code !== 'OU1310') throw error
    return Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: 0 }))
  }
}

/** A broker refuses what is dated ahead of its clock; golden cases have clocks of their own. */
const ANY_TIME = { 'message.timestamp.after.max.ms': '9223372036854775807' }

const makeTopics = async ({ services, names, options }: TestCore): Promise<void> => {
  const cluster = new Cluster(() => kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} }))
  const raw = names.of(RAW_TOPIC)
  const contract = contractTopics(names, options.partitions).map((spec) =>
    spec.topic === raw ? { ...spec, settings: { ...spec.settings, ...ANY_TIME } } : spec,
  )
  await ensureTopics(cluster, [...contract, ...controlTopics(names)])
  await cluster.close()
}

/** What a test log uses itself, beside its instances. */
const openBase = async (core: TestCore): Promise<{ readonly log: KafkaLog; readonly writer: KafkaRawWriter }> => {
  await makeTopics(core)
  const log = await openTestLog(core)
  return { log, writer: await log.rawWriter() }
}

const createLog = (services: TestServices, options: TestLogOptions, schemaId: number): KafkaTestLog => {
  const names = new TopicNames(`test-${randomUUID()}.`)
  const registry = testRegistry(registrySource({ url: services.registryUrl }), options)
  const core: TestCore = { services, names, options, registry, commits: 0 }
  const base = openBase(core)
  base.catch(() => {})
  const instances: KafkaInstance[] = []
  return {
    partitions: options.partitions,
    schemaId,
    logId: names.prefix,
    append: async (records, signal) => (await base).writer.append(records, signal),
    ends: async (topic) => endsOf((await base).log, topic),
    read: async function* (from, signal) {
      yield* (await base).log.reader.read(from, signal)
    },
    connect: (engine) => {
      const instance = new KafkaInstance(core, engine, base)
      instances.push(instance)
      return instance
    },
    get commits() {
      return core.commits
    },
    close: async () => {
      await Promise.all(instances.map((instance) => instance.close()))
      const { log, writer } = await base
      await writer.close()
      await log.close()
    },
  }
}

/** Prepares to make logs on a real broker: a schema keeps its id under every subject, so that it is known beforehand. */
export const kafkaTestLogs = async (services: TestServices): Promise<CreateKafkaTestLog> => {
  const schemaId = await registrySource({ url: services.registryUrl }).register('order-up-test', ORDER_EVENT_SCHEMA)
  return (options) => createLog(services, options, schemaId)
}
