import type { Cluster as ClientCluster, Consumer, Kafka } from 'kafkajs'
import { TargetTopics } from './target-topics.ts'

/** First and next offset of a partition, open transactions included. */
export interface OffsetRange {
  readonly partition: number
  readonly start: number
  readonly end: number
}

/** The part of the client's broker that its types leave out. */
interface Coordinator {
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>
  findGroupCoordinator(whose: { readonly groupId: string; readonly coordinatorType: number }): Promise<unknown>
}

/** What a broker is the coordinator of. */
export interface Coordinated {
  readonly kind: 'group' | 'transactional-id'
  readonly id: string
}

/** The kinds of coordinators in a request for one. */
const COORDINATOR_TYPES: Readonly<Record<Coordinated['kind'], number>> = { group: 0, 'transactional-id': 1 }

/**
 * Asks what the client's admin cannot, through the client of a consumer that never runs. The admin knows the end of what
 * has been decided alone: a transaction that was committed a moment ago is not in it until its markers are written.
 */
export class ClientLink {
  readonly #consumer: Consumer
  readonly #client: ClientCluster
  readonly #targets: TargetTopics

  private constructor(consumer: Consumer, client: ClientCluster) {
    this.#consumer = consumer
    this.#client = client
    this.#targets = new TargetTopics(client)
  }

  static async open(kafka: Kafka): Promise<ClientLink> {
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
    return new ClientLink(consumer, client as ClientCluster)
  }

  /** Offsets of all partitions of each topic, in the order of the topics, by partition. */
  async ranges(topics: readonly string[]): Promise<readonly (readonly OffsetRange[])[]> {
    await this.#targets.refresh(topics)
    const known = topics.map((topic) => {
      const partitions = this.#client.findTopicPartitionMetadata(topic)
      return { topic, partitions: partitions.map(({ partitionId }) => ({ partition: partitionId })) }
    })
    const [starts, ends] = [await this.#offsets(known, true), await this.#offsets(known, false)]
    return known.map(({ topic, partitions }) =>
      partitions
        .map(({ partition }) => {
          const name = `${topic}/${partition}`
          return { partition, start: starts.get(name) ?? 0, end: ends.get(name) ?? 0 }
        })
        .sort((a, b) => a.partition - b.partition),
    )
  }

  /** Lets a member leave its group, as it would itself if it could. */
  async removeMember(groupId: string, memberId: string): Promise<void> {
    const coordinator = (await this.#client.findGroupCoordinator({ groupId })) as unknown as Coordinator
    await coordinator.leaveGroup({ groupId, memberId })
  }

  /** Rejects with the broker's own reason where it names no coordinator; the client keeps that to itself. */
  async assertCoordinator({ kind, id }: Coordinated): Promise<void> {
    const broker = (await this.#client.findControllerBroker()) as unknown as Coordinator
    await broker.findGroupCoordinator({ groupId: id, coordinatorType: COORDINATOR_TYPES[kind] })
  }

  async close(): Promise<void> {
    await this.#consumer.disconnect()
  }

  /** First or next offsets by `topic/partition`. */
  async #offsets(
    topics: readonly { readonly topic: string; readonly partitions: { partition: number }[] }[],
    fromBeginning: boolean,
  ): Promise<ReadonlyMap<string, number>> {
    const answers = await this.#client.fetchTopicsOffset(topics.map((topic) => ({ ...topic, fromBeginning })))
    return new Map(
      answers.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
      ),
    )
  }
}
