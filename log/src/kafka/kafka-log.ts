import {
  type Log,
  ORDER_EVENT_SCHEMA,
  type Position,
  RAW_TOPIC,
  subjectOf,
  type TopicReader,
} from '@order-up/contracts'
import { Cluster } from './admin/cluster.ts'
import { ensureOptions } from './admin/ensure-topics.ts'
import { kafkaClient } from './client.ts'
import { DEFAULT_TIMINGS, type KafkaConnection, type KafkaTimings } from './connection.ts'
import { ControlLog } from './control/control-log.ts'
import { EngineDecisions } from './control/engine-decisions.ts'
import { EngineLog, type EngineLogOptions } from './engine-log.ts'
import type { EngineContext } from './group/engine-context.ts'
import { asOrderUpError, orOrderUpError } from './kafka-errors.ts'
import { type KafkaRawWriter, rawWriter } from './raw-writer.ts'
import { OutputSchemaIds } from './schemas/output-schema-ids.ts'
import { SchemaDecisions } from './schemas/schema-decisions.ts'
import type { SchemaSource } from './schemas/schema-source.ts'
import { CONTROL_TOPICS, TopicNames } from './topic-names.ts'
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

/** What all engines on one log share. */
type Setting = Omit<EngineLogOptions, 'engine' | 'decisions' | 'closed'>

const openSetting = async (options: KafkaLogOptions): Promise<Setting> => {
  const names = new TopicNames(options.topicPrefix ?? '')
  const timings = { ...DEFAULT_TIMINGS, ...options.timings }
  const log = withoutRepeats(options.log ?? (() => {}), REPEAT_MS, Date.now)
  const newClient = () => kafkaClient({ connection: options.connection, timings, log })
  const cluster = new Cluster(newClient)
  try {
    const partitions = (await cluster.ranges(names.of(RAW_TOPIC))).length
    const control = new ControlLog({ topics: CONTROL_TOPICS, names, cluster, newClient, timings, log })
    const { registry } = options
    return {
      names,
      timings,
      log,
      newClient,
      cluster,
      control,
      partitions,
      schemas: new SchemaDecisions({ control, source: registry, timings, log }),
      outputSchemaIds: new OutputSchemaIds({ names, registry, timings, log }),
      ensure: ensureOptions(options),
      maxBatchRecords: options.maxBatchRecords ?? DEFAULT_BATCH_RECORDS,
      now: options.now ?? Date.now,
      probe: options.probe ?? (() => {}),
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
  const decisions = new Map<string, EngineDecisions>()
  const logId = `${await cluster.clusterId()}/${names.prefix}`
  return {
    partitions,
    reader: topicReader({ ...setting, logId }),
    starts: async (topic) => {
      const ranges = await orOrderUpError(cluster.ranges(names.of(topic)))
      return ranges.map(({ partition, start }) => ({ topic, partition, offset: start }))
    },
    connect: ({ name, shadow = false }) => {
      const made = decisions.get(name) ?? new EngineDecisions({ ...setting, engine: name })
      decisions.set(name, made)
      return new EngineLog({ ...setting, engine: { name, shadow }, decisions: made, closed: closed.signal })
    },
    rawWriter: async () => {
      const schemaId = await options.registry.register(subjectOf(names.of(RAW_TOPIC)), ORDER_EVENT_SCHEMA)
      return rawWriter({ ...setting, schemaId })
    },
    close: async () => {
      closed.abort()
      await Promise.all([control, ...decisions.values()].map((each) => each.close()))
      await cluster.close()
    },
  }
}
