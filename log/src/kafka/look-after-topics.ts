import { RAW_TOPIC } from '@order-up/contracts'
import { Cluster } from './admin/cluster.ts'
import { ensureOptions, ensureTopics, topicDifferences } from './admin/ensure-topics.ts'
import { contractTopics, controlTopics } from './admin/topic-specs.ts'
import { kafkaClient } from './client.ts'
import { DEFAULT_TIMINGS } from './connection.ts'
import { asOrderUpError } from './kafka-errors.ts'
import type { KafkaLogOptions } from './kafka-log.ts'
import { TopicNames } from './topic-names.ts'

/** What is needed to look after topics. */
export type TopicsOptions = Pick<
  KafkaLogOptions,
  'connection' | 'topicPrefix' | 'replicationFactor' | 'timings' | 'log'
>

const withCluster = async <T>(options: TopicsOptions, use: (cluster: Cluster) => Promise<T>): Promise<T> => {
  const timings = { ...DEFAULT_TIMINGS, ...options.timings }
  const cluster = new Cluster(() =>
    kafkaClient({ connection: options.connection, timings, log: options.log ?? (() => {}) }),
  )
  try {
    return await use(cluster)
  } catch (error) {
    throw asOrderUpError(error)
  } finally {
    await cluster.close()
  }
}

/** Creates the contract's topics where they are missing, and checks them where they are there (OU1311). */
export const createTopics = (options: TopicsOptions, partitions: number): Promise<void> =>
  withCluster(options, (cluster) => {
    const names = new TopicNames(options.topicPrefix ?? '')
    return ensureTopics(
      cluster,
      [...contractTopics(names, partitions), ...controlTopics(names)],
      ensureOptions(options),
    )
  })

/** What a cluster is, and how its topics stand to the contract. */
export interface ClusterReport {
  readonly brokers: number
  /** Partitions of the raw topic; undefined where it is missing. */
  readonly partitions: number | undefined
  /** Topics of the contract that are missing. */
  readonly missing: readonly string[]
  /** What topics have otherwise than they must, in words; with as many partitions as the raw topic has. */
  readonly differences: readonly string[]
}

/** Looks at a cluster and its topics, and changes nothing. Throws OU1203, OU1213 or OU1214. */
export const inspectTopics = (options: TopicsOptions): Promise<ClusterReport> =>
  withCluster(options, async (cluster) => {
    const names = new TopicNames(options.topicPrefix ?? '')
    const known = new Set(await cluster.topics())
    const raw = names.of(RAW_TOPIC)
    const partitions = known.has(raw) ? (await cluster.ranges(raw)).length : undefined
    const specs = [...contractTopics(names, partitions ?? 1), ...controlTopics(names)]
    const present = specs.filter(({ topic }) => known.has(topic))
    return {
      brokers: (await cluster.ask((admin) => admin.describeCluster())).brokers.length,
      partitions,
      missing: specs.filter(({ topic }) => !known.has(topic)).map(({ topic }) => topic),
      differences: await topicDifferences(cluster, present),
    }
  })
