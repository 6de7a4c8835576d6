import { randomUUID } from 'node:crypto'
import type { Batch, Position, TopicReader } from '@order-up/contracts'
import type { Kafka } from 'kafkajs'
import type { Cluster } from './admin/cluster.ts'
import type { KafkaTimings } from './connection.ts'
import { Feed } from './fetch/feed.ts'
import { readCursors } from './fetch/read-cursors.ts'
import { fixedAssigner } from './group/assignment.ts'
import { orOrderUpError } from './kafka-errors.ts'
import type { TopicNames } from './topic-names.ts'

export interface ReaderOptions {
  readonly logId: string
  readonly partitions: number
  readonly names: TopicNames
  readonly cluster: Cluster
  readonly newClient: () => Kafka
  readonly timings: KafkaTimings
  readonly maxBatchRecords: number
  readonly log: (line: string) => void
}

/** Reads any topic, committed records alone; each reading is a group of its own, which leaves no offsets behind. */
export const topicReader = (options: ReaderOptions): TopicReader => {
  const { logId, partitions, names, cluster } = options

  const feedOf = (from: readonly Position[]): Feed => {
    const inputs = from.map(({ topic, partition }) => ({ topic: names.of(topic), partition }))
    return new Feed({
      ...options,
      groupId: names.ownGroup('reader', randomUUID()),
      topics: [...new Set(inputs.map(({ topic }) => topic))],
      partitions: inputs.length,
      assigner: fixedAssigner(inputs),
    })
  }

  async function* read(from: readonly Position[], signal: AbortSignal): AsyncGenerator<Batch> {
    const feed = feedOf(from)
    const cursors = from.map((position) => feed.open(position, names.of(position.topic), position.offset))
    feed.start()
    try {
      yield* readCursors({ cursors, changed: feed.changed, signal, ended: () => false })
    } finally {
      await feed.stop()
    }
  }

  return {
    logId,
    partitions,
    ends: async (topic) => {
      const ranges = await orOrderUpError(cluster.ranges(names.of(topic)))
      return ranges.map(({ partition, end }) => ({ topic, partition, offset: end }))
    },
    read,
  }
}
