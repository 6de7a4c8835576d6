import { ORDER_EVENT_SCHEMA, OrderUpError, type Position, RAW_TOPIC, TOPIC_SETTINGS } from '@order-up/contracts'
import type { TestLog, TestLogOptions } from '@order-up/contracts/kit'
import kafkajs from 'kafkajs'
import { kafkaClient } from '../src/kafka/client.ts'
import { createTopics, type KafkaLog } from '../src/kafka/kafka-log.ts'
import type { KafkaRawWriter } from '../src/kafka/raw-writer.ts'
import { registrySource } from '../src/kafka/schemas/registry-source.ts'
import type { SchemaSource } from '../src/kafka/schemas/schema-source.ts'
import { TopicNames } from '../src/kafka/topic-names.ts'
import { KafkaInstance } from './kafka-instance.ts'
import { openTestLog, TEST_TIMINGS, type TestCore, type TestServices } from './test-core.ts'

const { ConfigResourceTypes } = kafkajs

/** A test log that holds connections. */
export interface KafkaTestLog extends TestLog {
  close(): Promise<void>
}

/** Makes test logs, each with topics of its own. */
export type CreateKafkaTestLog = (options: TestLogOptions) => KafkaTestLog

let logs = 0

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
const admitAnyTime = async ({ services, names }: TestCore): Promise<void> => {
  const admin = kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} }).admin()
  await admin.connect()
  const settings = { ...TOPIC_SETTINGS[RAW_TOPIC], 'message.timestamp.after.max.ms': '9223372036854775807' }
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: names.of(RAW_TOPIC), configEntries }]
  await admin.alterConfigs({ validateOnly: false, resources })
  await admin.disconnect()
}

/** What a test log uses itself, beside its instances. */
const openBase = async (core: TestCore): Promise<{ readonly log: KafkaLog; readonly writer: KafkaRawWriter }> => {
  const { services, names, options } = core
  await createTopics({ connection: services, topicPrefix: names.prefix, timings: TEST_TIMINGS }, options.partitions)
  await admitAnyTime(core)
  const log = await openTestLog(core)
  return { log, writer: await log.rawWriter() }
}

const createLog = (services: TestServices, options: TestLogOptions, schemaId: number): KafkaTestLog => {
  logs += 1
  const names = new TopicNames(`test-${process.pid}-${logs}.`)
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
