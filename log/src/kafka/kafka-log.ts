import {
  type ClaimedTask,
  type Log,
  ORDER_EVENT_SCHEMA,
  OrderUpError,
  OUTPUT_NAMES,
  OUTPUT_SCHEMAS,
  OUTPUT_TOPICS,
  type OutputName,
  type Position,
  RAW_TOPIC,
  subjectOf,
  type Task,
  type TaskPlan,
  type TopicReader,
} from '@order-up/contracts'
import { Cluster } from './admin/cluster.ts'
import { ensureTopics, topicDifferences } from './admin/ensure-topics.ts'
import { changelogTopic, contractTopics, controlTopics, shadowTopics } from './admin/topic-specs.ts'
import { kafkaClient } from './client.ts'
import { DEFAULT_TIMINGS, type KafkaConnection, type KafkaTimings } from './connection.ts'
import { ControlLog } from './control/control-log.ts'
import { checkOwner } from './control/owner.ts'
import type { EngineContext } from './group/engine-context.ts'
import { GroupSession } from './group/session.ts'
import { asOrderUpError, orOrderUpError } from './kafka-errors.ts'
import { type KafkaRawWriter, rawWriter } from './raw-writer.ts'
import { retrying } from './retrying.ts'
import { SchemaDecisions } from './schemas/schema-decisions.ts'
import type { SchemaSource } from './schemas/schema-source.ts'
import { TopicNames } from './topic-names.ts'
import { topicReader } from './topic-reader.ts'
import { withoutRepeats } from './without-repeats.ts'

export interface KafkaLogOptions {
  readonly connection: KafkaConnection
  readonly registry: SchemaSource
  /** Before the name of every topic, group and transactional id; empty by default. */
  readonly topicPrefix?: string
  /** Copies of each topic that is created; the broker's default where none is given. */
  readonly replicationFactor?: number
  readonly timings?: Partial<KafkaTimings>
  /** Most records in a batch that an engine or a reader is handed. */
  readonly maxBatchRecords?: number
  /** Wall clock, epoch ms: the timestamp of output records (`processed_at`). */
  readonly now?: () => number
  /** Told what goes wrong and is tried again, a line at a time. */
  readonly log?: (line: string) => void
  /** Looks on between the requests of a commit, and before a restore; for tests. */
  readonly probe?: EngineContext['probe']
}

/** An engine as an instance on the log. */
export interface KafkaEngine {
  readonly name: string
  /** Writes to its shadow topics. */
  readonly shadow?: boolean
}

/** The log of a Kafka cluster. */
export interface KafkaLog {
  /** Partitions of each of the contract's topics (P). */
  readonly partitions: number
  readonly reader: TopicReader
  /** The first offset of each partition of a topic that can still be read. */
  starts(topic: string): Promise<readonly Position[]>
  /** The log as one instance of an engine sees it. */
  connect(engine: KafkaEngine): Log
  rawWriter(): Promise<KafkaRawWriter>
  /** Closes the connections; what was claimed is left to others. */
  close(): Promise<void>
}

const DEFAULT_BATCH_RECORDS = 5_000
const REPEAT_MS = 30_000

interface Setting extends Required<Pick<KafkaLogOptions, 'maxBatchRecords' | 'now' | 'log' | 'probe'>> {
  readonly names: TopicNames
  readonly timings: KafkaTimings
  readonly cluster: Cluster
  readonly control: ControlLog
  readonly decisions: SchemaDecisions
  readonly newClient: EngineContext['newClient']
  readonly options: KafkaLogOptions
  readonly partitions: number
}

const ensureOptions = ({ replicationFactor }: Pick<KafkaLogOptions, 'replicationFactor'>) =>
  replicationFactor === undefined ? {} : { replicationFactor }

/** Ids of the output schemas, registered under the live topics' subjects where they are not yet. */
const outputSchemaIds = async (
  { names, options, timings, log }: Setting,
  signal: AbortSignal,
): Promise<Readonly<Record<OutputName, number>>> => {
  const ids: Partial<Record<OutputName, number>> = {}
  for (const output of OUTPUT_NAMES) {
    const subject = subjectOf(names.of(OUTPUT_TOPICS[output]))
    ids[output] = await retrying({ timings, signal, log, what: subject }, () =>
      options.registry.register(subject, OUTPUT_SCHEMAS[output]),
    )
  }
  return ids as Record<OutputName, number>
}

/** One instance of an engine. */
class EngineLog implements Log {
  readonly partitions: number
  readonly #setting: Setting
  readonly #engine: Required<KafkaEngine>
  readonly #closed: AbortSignal
  /** Fires when there is nobody left to wait for an answer. */
  #ended: AbortSignal

  constructor(setting: Setting, engine: KafkaEngine, closed: AbortSignal) {
    this.partitions = setting.partitions
    this.#setting = setting
    this.#engine = { shadow: false, ...engine }
    this.#closed = closed
    this.#ended = closed
  }

  async *claims({ tasks }: TaskPlan, signal: AbortSignal): AsyncGenerator<ClaimedTask> {
    this.#ended = AbortSignal.any([signal, this.#closed])
    if (this.#ended.aborted) return
    await this.#prepareTopics(tasks, this.#ended)
    if (this.#ended.aborted) return
    const session = new GroupSession(this.#context(), tasks)
    const leave = (): void => void session.leave()
    const abandon = (): void => void session.abandon()
    signal.addEventListener('abort', leave)
    this.#closed.addEventListener('abort', abandon)
    try {
      for (;;) {
        const task = await session.next(this.#ended)
        if (task === undefined) return
        yield task
      }
    } finally {
      signal.removeEventListener('abort', leave)
      this.#closed.removeEventListener('abort', abandon)
      await session.leave()
    }
  }

  async ends(): Promise<readonly Position[]> {
    throw new OrderUpError('OU7001', { detail: 'not yet' })
  }

  async committed(): Promise<readonly Position[]> {
    throw new OrderUpError('OU7001', { detail: 'not yet' })
  }

  async decide(): Promise<string> {
    throw new OrderUpError('OU7001', { detail: 'not yet' })
  }

  decideSchema(id: number): Promise<string | null> {
    return this.#setting.decisions.decide(id, this.#ended)
  }

  #context(): EngineContext {
    const { control } = this.#setting
    const { name, shadow } = this.#engine
    return {
      ...this.#setting,
      engine: this.#engine,
      checkOwner: async (signal) => (shadow ? undefined : checkOwner(control, name, signal)),
      schemaIds: (signal) => outputSchemaIds(this.#setting, signal),
    }
  }

  async #prepareTopics(tasks: readonly Task[], signal: AbortSignal): Promise<void> {
    const { names, cluster, partitions, options, timings, log } = this.#setting
    const { name, shadow } = this.#engine
    const specs = [
      ...controlTopics(names),
      ...tasks.map((task) => changelogTopic(names, name, task.name)),
      ...(shadow ? shadowTopics(names, name, partitions) : []),
    ]
    await retrying({ timings, signal, log, what: `topics of ${name}` }, () =>
      ensureTopics(cluster, specs, ensureOptions(options)),
    ).catch((error: unknown) => {
      if (!signal.aborted) throw asOrderUpError(error)
    })
  }
}

const openSetting = async (options: KafkaLogOptions): Promise<Setting> => {
  const names = new TopicNames(options.topicPrefix ?? '')
  const timings = { ...DEFAULT_TIMINGS, ...options.timings }
  const log = withoutRepeats(options.log ?? (() => {}), REPEAT_MS, Date.now)
  const newClient = () => kafkaClient({ connection: options.connection, timings, log })
  const cluster = new Cluster(newClient)
  try {
    const partitions = (await cluster.ranges(names.of(RAW_TOPIC))).length
    const control = new ControlLog({ names, cluster, newClient, timings, log })
    return {
      names,
      timings,
      log,
      newClient,
      cluster,
      control,
      partitions,
      decisions: new SchemaDecisions({ control, source: options.registry, timings, log }),
      maxBatchRecords: options.maxBatchRecords ?? DEFAULT_BATCH_RECORDS,
      now: options.now ?? Date.now,
      probe: options.probe ?? (() => {}),
      options,
    }
  } catch (error) {
    await cluster.close()
    throw asOrderUpError(error)
  }
}

/**
 * Opens the log of a Kafka cluster. Throws OU1203 where no broker answers, OU1213 to OU1218 where it turns us down, OU1310
 * where the raw topic is missing. Later on, what cannot be reached is tried again for ever.
 */
export const openKafkaLog = async (options: KafkaLogOptions): Promise<KafkaLog> => {
  const setting = await openSetting(options)
  const { names, cluster, control, partitions } = setting
  const closed = new AbortController()
  const logId = `${await cluster.clusterId()}/${names.prefix}`
  return {
    partitions,
    reader: topicReader({ ...setting, logId }),
    starts: async (topic) => {
      const ranges = await orOrderUpError(cluster.ranges(names.of(topic)))
      return ranges.map(({ partition, start }) => ({ topic, partition, offset: start }))
    },
    connect: (engine) => new EngineLog(setting, engine, closed.signal),
    rawWriter: async () => {
      const schemaId = await options.registry.register(subjectOf(names.of(RAW_TOPIC)), ORDER_EVENT_SCHEMA)
      return rawWriter({ ...setting, schemaId })
    },
    close: async () => {
      closed.abort()
      await control.close()
      await cluster.close()
    },
  }
}

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
