import { OrderUpError } from '@order-up/contracts'
import kafkajs, { type Admin } from 'kafkajs'
import { hasType } from '../kafka-errors.ts'
import { sleep } from '../retrying.ts'
import type { Cluster } from './cluster.ts'
import type { TopicSpec } from './topic-specs.ts'

const { ConfigResourceTypes } = kafkajs

export interface EnsureOptions {
  /** Copies of each new topic; the broker's default where none is given. */
  readonly replicationFactor?: number
}

/** The options that matter here, of any that may have them. */
export const ensureOptions = ({ replicationFactor }: { readonly replicationFactor?: number }): EnsureOptions =>
  replicationFactor === undefined ? {} : { replicationFactor }

/** Replicas from which on a write waits for a second one, so that losing one broker loses nothing. */
const REPLICATED = 3
const ATTEMPTS = 12
const PAUSE_MS = 50

const durability = ({ replicationFactor = 0 }: EnsureOptions): Readonly<Record<string, string>> =>
  replicationFactor >= REPLICATED ? { 'min.insync.replicas': '2' } : {}

const entriesOf = (settings: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(settings).map(([name, value]) => ({ name, value }))

const create = async (admin: Admin, specs: readonly TopicSpec[], options: EnsureOptions): Promise<void> => {
  const topics = specs.map(({ topic, partitions, settings }) => ({
    topic,
    numPartitions: partitions,
    replicationFactor: options.replicationFactor ?? -1,
    configEntries: entriesOf({ ...settings, ...durability(options) }),
  }))
  try {
    await admin.createTopics({ topics, waitForLeaders: false })
  } catch (error) {
    // Another instance was quicker; what it made is checked like any other.
    if (!hasType(error, 'TOPIC_ALREADY_EXISTS')) throw error
  }
}

/** What an existing topic has otherwise than it must, in words. */
const differences = async (admin: Admin, specs: readonly TopicSpec[]): Promise<readonly string[]> => {
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ topic }) => topic) })
  const resources = specs.map(({ topic, settings }) => ({
    type: ConfigResourceTypes.TOPIC,
    name: topic,
    configNames: Object.keys(settings),
  }))
  const configs = await admin.describeConfigs({ includeSynonyms: false, resources })
  return specs.flatMap(({ topic, partitions, settings }) => {
    const present = topics.find(({ name }) => name === topic)?.partitions.length
    const values = configs.resources.find(({ resourceName }) => resourceName === topic)?.configEntries ?? []
    const settingOf = (name: string): string | undefined =>
      values.find((entry) => entry.configName === name)?.configValue
    return [
      ...(present === partitions ? [] : [`${topic} has ${present} partitions, not ${partitions}`]),
      ...Object.entries(settings)
        .filter(([name, value]) => settingOf(name) !== value)
        .map(([name, value]) => `${topic} has ${name}=${settingOf(name)}, not ${value}`),
    ]
  })
}

/** New topics reach the brokers that hold them a little later than the one that creates them. */
const untilKnown = async (cluster: Cluster, topics: readonly string[]): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await cluster.assertTopics(topics)
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof OrderUpError) || error.code !== 'OU1310') throw error
      await sleep(attempt * PAUSE_MS)
    }
  }
}

/** What topics that are there have otherwise than they must, in words. */
export const topicDifferences = async (cluster: Cluster, specs: readonly TopicSpec[]): Promise<readonly string[]> =>
  specs.length === 0 ? [] : cluster.ask((admin) => differences(admin, specs))

/** Creates the topics that are missing and checks those that are there. Throws OU1311, naming every difference. */
export const ensureTopics = async (
  cluster: Cluster,
  specs: readonly TopicSpec[],
  options: EnsureOptions = {},
): Promise<void> => {
  const known = new Set(await cluster.topics())
  const missing = specs.filter(({ topic }) => !known.has(topic))
  if (missing.length > 0) await cluster.ask((admin) => create(admin, missing, options))
  // Those that are there, too: another instance may have created them a moment ago.
  await untilKnown(
    cluster,
    specs.map(({ topic }) => topic),
  )
  const found = await topicDifferences(cluster, specs)
  if (found.length > 0) throw new OrderUpError('OU1311', { detail: found.join('; ') })
}
