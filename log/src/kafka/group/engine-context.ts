import { OUTPUT_NAMES, type OutputName, type Position, type TopicPartition } from '@order-up/contracts'
import type { Kafka } from 'kafkajs'
import type { Cluster } from '../admin/cluster.ts'
import type { FailPoint } from '../commit/transactions.ts'
import type { KafkaTimings } from '../connection.ts'
import type { OutputSchemaIds } from '../schemas/output-schema-ids.ts'
import type { TopicNames } from '../topic-names.ts'

/** What all tasks of one plan of an engine on one log share. */
export interface EngineContext {
  readonly engine: { readonly name: string; readonly shadow: boolean }
  /** The group in which instances share the plan's tasks. */
  readonly groupId: string
  readonly names: TopicNames
  readonly partitions: number
  readonly cluster: Cluster
  readonly newClient: () => Kafka
  readonly timings: KafkaTimings
  readonly maxBatchRecords: number
  readonly now: () => number
  readonly probe: (point: FailPoint | 'restoring') => void | Promise<void>
  readonly log: (line: string) => void
  /** Throws OU1503 where the engine is to write live topics that another one owns. */
  readonly checkOwner: (signal: AbortSignal) => Promise<void>
  readonly outputSchemaIds: Pick<OutputSchemaIds, 'get'>
  /** Told what a step has consumed, once it is committed; must not throw. */
  readonly onConsumed: (positions: readonly Position[]) => void
}

/** A contract input by the broker's topic name. */
export const onBroker = ({ names }: EngineContext, { topic, partition }: TopicPartition): TopicPartition => ({
  topic: names.of(topic),
  partition,
})

/** The broker's name of the topic that each output of the engine goes to. */
export const outputTopics = ({ names, engine }: EngineContext): Readonly<Record<OutputName, string>> =>
  Object.fromEntries(OUTPUT_NAMES.map((output) => [output, names.output(output, engine)])) as Record<OutputName, string>

/** The position of each input: what is known of it, else 0. */
export const positionsOf = (inputs: readonly TopicPartition[], known: readonly Position[]): readonly Position[] =>
  inputs.map(({ topic, partition }) => {
    const found = known.find((each) => each.topic === topic && each.partition === partition)
    return { topic, partition, offset: found?.offset ?? 0 }
  })
