import { type InternalTopic, OrderUpError, type Position, type TopicPartition } from '@order-up/contracts'
import { PartitionLog } from './partition-log.ts'

const CONTROL_PREFIX = 'orders.control.'

/** Every topic of a log; one that nobody has written to yet is empty. */
export class Topics {
  readonly #partitions: number
  readonly #topics = new Map<string, readonly PartitionLog[]>()
  readonly #internal = new Set<string>()

  constructor(partitions: number) {
    this.#partitions = partitions
  }

  /** Makes a topic of an engine's own with as many partitions, where there is none of the name yet. */
  define({ topic, partitions }: InternalTopic): void {
    this.#internal.add(topic)
    this.topic(topic, partitions)
  }

  /** Forgets what the one reader of an internal topic is done with; the contract's topics are kept. */
  purge(consumed: readonly Position[]): void {
    for (const position of consumed)
      if (this.#internal.has(position.topic)) this.partition(position).truncate(position.offset)
  }

  /** The partitions of `topic`: where it is new one for a control topic, else `length`, as many as the log has. */
  topic(
    topic: string,
    length: number = topic.startsWith(CONTROL_PREFIX) ? 1 : this.#partitions,
  ): readonly PartitionLog[] {
    const known = this.#topics.get(topic)
    if (known !== undefined) return known
    const partitions = Array.from({ length }, (_, partition) => new PartitionLog(topic, partition))
    this.#topics.set(topic, partitions)
    return partitions
  }

  /** Throws OU7001 where there is no such partition. */
  partition({ topic, partition }: TopicPartition): PartitionLog {
    const found = this.topic(topic)[partition]
    if (found === undefined) throw new OrderUpError('OU7001', { detail: `${topic} has no partition ${partition}` })
    return found
  }
}

/** The present end of each of `logs`. */
export const endsOf = (logs: readonly PartitionLog[]): readonly Position[] =>
  logs.map(({ topic, partition, end }) => ({ topic, partition, offset: end }))
