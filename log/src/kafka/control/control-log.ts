import { randomUUID } from 'node:crypto'
import type { LogRecord } from '@order-up/contracts'
import type { Kafka } from 'kafkajs'
import type { Cluster } from '../admin/cluster.ts'
import type { KafkaTimings } from '../connection.ts'
import type { Cursor } from '../fetch/cursor.ts'
import { Feed } from '../fetch/feed.ts'
import { fixedAssigner } from '../group/assignment.ts'
import { retrying } from '../retrying.ts'
import type { TopicNames } from '../topic-names.ts'

export interface ControlOptions {
  /** What is read, by the contract's names: one partition each. */
  readonly topics: readonly string[]
  readonly names: TopicNames
  readonly cluster: Cluster
  readonly newClient: () => Kafka
  readonly timings: KafkaTimings
  readonly log: (line: string) => void
}

const MAX_BATCH_RECORDS = 1_000

/** Topics that steer engines: small, kept for ever, read as a whole at the first question and followed from then on. */
export class ControlLog {
  readonly #options: ControlOptions
  readonly #records: ReadonlyMap<string, LogRecord[]>
  readonly #cursors = new Map<string, Cursor>()
  #feed: Feed | undefined

  constructor(options: ControlOptions) {
    this.#options = options
    this.#records = new Map(options.topics.map((topic) => [topic, []]))
  }

  /** All records that the topic holds by now. */
  async upToNow(topic: string, signal: AbortSignal): Promise<readonly LogRecord[]> {
    const { cluster, names, timings, log } = this.#options
    const feed = this.#open()
    const cursor = this.#cursors.get(topic) as Cursor
    const records = this.#records.get(topic) as LogRecord[]
    const what = `reading ${topic}`
    const { end } = await retrying({ timings, signal, log, what }, () => cluster.range(names.of(topic), 0))
    const wake = (): void => feed.changed.ring()
    signal.addEventListener('abort', wake)
    try {
      for (;;) {
        for (let batch = cursor.take(); batch !== undefined; batch = cursor.take()) records.push(...batch.records)
        if (cursor.expected >= end) return records
        signal.throwIfAborted()
        await feed.changed.rung()
      }
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  /** Appends a record; twice, perhaps, where an answer is lost: readers go by the first of a kind. */
  async append(topic: string, record: Pick<LogRecord, 'key' | 'value'>, signal: AbortSignal): Promise<void> {
    const { newClient, names, timings, log } = this.#options
    await retrying({ timings, signal, log, what: `writing ${topic}` }, async () => {
      const producer = newClient().producer({ allowAutoTopicCreation: false, createPartitioner: () => () => 0 })
      try {
        await producer.connect()
        await producer.send({ topic: names.of(topic), acks: -1, messages: [{ ...record }] })
      } finally {
        await producer.disconnect().catch(() => {})
      }
    })
  }

  async close(): Promise<void> {
    await this.#feed?.stop()
    this.#feed = undefined
  }

  #open(): Feed {
    if (this.#feed !== undefined) return this.#feed
    const { topics, names, cluster, newClient, timings, log } = this.#options
    const inputs = topics.map((topic) => ({ topic: names.of(topic), partition: 0 }))
    const feed = new Feed({
      newClient,
      groupId: names.ownGroup('control', randomUUID()),
      topics: inputs.map(({ topic }) => topic),
      partitions: inputs.length,
      assigner: fixedAssigner(inputs),
      timings,
      maxBatchRecords: MAX_BATCH_RECORDS,
      cluster,
      log,
    })
    for (const topic of topics) this.#cursors.set(topic, feed.open({ topic, partition: 0 }, names.of(topic), 0))
    feed.start()
    this.#feed = feed
    return feed
  }
}
