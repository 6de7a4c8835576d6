import type { Cluster as ClientCluster, Consumer, Kafka } from 'kafkajs'

/** First and next offset of a partition, open transactions included. */
export interface OffsetRange {
  readonly partition: number
  readonly start: number
  readonly end: number
}

/**
 * Asks for offsets through the client of a consumer that never runs. The client's admin knows the end of what has been
 * decided alone: a transaction that was committed a moment ago is not in it until its markers are written.
 */
export class OffsetLink {
  readonly #consumer: Consumer
  readonly #client: ClientCluster

  private constructor(consumer: Consumer, client: ClientCluster) {
    this.#consumer = consumer
    this.#client = client
  }

  static async open(kafka: Kafka): Promise<OffsetLink> {
    let client: ClientCluster | undefined
    const consumer = kafka.consumer({
      groupId: 'order-up.offsets',
      readUncommitted: true,
      allowAutoTopicCreation: false,
      partitionAssigners: [
        (given) => {
          client = given.cluster
          return {
            name: 'none',
            version: 0,
            assign: async () => [],
            protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }),
          }
        },
      ],
    })
    await consumer.connect()
    return new OffsetLink(consumer, client as ClientCluster)
  }

  /** Offsets of all partitions of a topic, by partition. */
  async ranges(topic: string): Promise<readonly OffsetRange[]> {
    await this.#client.addTargetTopic(topic)
    await this.#client.refreshMetadata()
    const known = this.#client.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ partition: partitionId }))
    const [starts, ends] = await Promise.all([this.#offsets(topic, known, true), this.#offsets(topic, known, false)])
    return known
      .map(({ partition }) => ({ partition, start: starts.get(partition) ?? 0, end: ends.get(partition) ?? 0 }))
      .sort((a, b) => a.partition - b.partition)
  }

  async close(): Promise<void> {
    await this.#consumer.disconnect()
  }

  async #offsets(topic: string, partitions: { partition: number }[], fromBeginning: boolean) {
    const [answer] = await this.#client.fetchTopicsOffset([{ topic, partitions, fromBeginning }])
    return new Map(answer?.partitions.map(({ partition, offset }) => [partition, Number(offset)]))
  }
}
