import { OrderUpError, type Position } from '@order-up/contracts'
import type { Admin, Kafka } from 'kafkajs'
import { hasName, hasType } from '../kafka-errors.ts'
import { ClientLink, type Coordinated, type OffsetRange } from './client-link.ts'
import { Connected } from './connected.ts'

/** A group as its coordinator has it. */
export interface GroupState {
  readonly state: string
  /** What each member has said of itself and been assigned, as bytes of the group's own protocol. */
  readonly members: readonly { readonly memberId: string; readonly word: Buffer; readonly assignment: Buffer }[]
}

/** Questions to a cluster. */
export class Cluster {
  readonly #admin: Connected<Admin>
  readonly #link: Connected<ClientLink>

  constructor(newClient: () => Kafka) {
    const connect = async (): Promise<Admin> => {
      const admin = newClient().admin()
      await admin.connect()
      return admin
    }
    this.#admin = new Connected({ open: connect, close: (admin) => admin.disconnect() })
    this.#link = new Connected({ open: () => ClientLink.open(newClient()), close: (link) => link.close() })
  }

  /** Offsets of all partitions of a topic, by partition. Throws OU1310 where there is no such topic. */
  async ranges(topic: string): Promise<readonly OffsetRange[]> {
    const [ranges = []] = await this.#ranges([topic])
    return ranges
  }

  /** Throws OU1310 unless all of the topics are there, with leaders. */
  async assertTopics(topics: readonly string[]): Promise<void> {
    await this.#ranges(topics)
  }

  async range(topic: string, partition: number): Promise<OffsetRange> {
    const found = (await this.ranges(topic)).find((each) => each.partition === partition)
    if (found === undefined) throw new OrderUpError('OU7001', { detail: `${topic} has no partition ${partition}` })
    return found
  }

  async group(groupId: string): Promise<GroupState> {
    const { groups } = await this.ask((admin) => admin.describeGroups([groupId]))
    const [group] = groups
    const members = group?.members.map(({ memberId, memberMetadata, memberAssignment }) => ({
      memberId,
      word: memberMetadata,
      assignment: memberAssignment,
    }))
    return { state: group?.state ?? 'Unknown', members: members ?? [] }
  }

  /** Lets a member leave its group at once, rather than when its session has passed. */
  async removeMember(groupId: string, memberId: string): Promise<void> {
    await this.#link.use((link) => link.removeMember(groupId, memberId))
  }

  /** What `use` comes to; where the client says that it has found no coordinator, rejects with the broker's reason. */
  async withCoordinator<T>(whose: Coordinated, use: () => Promise<T>): Promise<T> {
    try {
      return await use()
    } catch (error) {
      if (hasName(error, 'KafkaJSGroupCoordinatorNotFound'))
        await this.#link.use((link) => link.assertCoordinator(whose))
      throw error
    }
  }

  /** Names of all topics. */
  topics(): Promise<readonly string[]> {
    return this.ask((admin) => admin.listTopics())
  }

  /** Deletes the records before these positions, which are all of one topic, given by the broker's name. */
  async deleteBefore(topic: string, positions: readonly Position[]): Promise<void> {
    const partitions = positions.map(({ partition, offset }) => ({ partition, offset: String(offset) }))
    await this.ask(async (admin) => {
      // The client knows the leaders of topics alone that it has been asked about.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions })
    })
  }

  async clusterId(): Promise<string> {
    return (await this.ask((admin) => admin.describeCluster())).clusterId
  }

  ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    return this.#admin.use(question)
  }

  async #ranges(topics: readonly string[]): Promise<readonly (readonly OffsetRange[])[]> {
    try {
      return await this.#link.use((link) => link.ranges(topics))
    } catch (error) {
      if (hasType(error, 'UNKNOWN_TOPIC_OR_PARTITION'))
        throw new OrderUpError('OU1310', { detail: topics.join(', '), cause: error })
      throw error
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#admin.close(), this.#link.close()])
  }
}
