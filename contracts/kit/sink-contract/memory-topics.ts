import type { Batch, Position, TopicPartition, TopicReader } from '../../src/log-port.ts'
import { OUTPUT_NAMES, OUTPUT_TOPICS } from '../../src/topics.ts'
import { type Random, randomFrom } from '../random.ts'
import type { PartitionContents, TopicContents } from './topic-contents.ts'

export interface MemoryTopicsOptions {
  readonly logId?: string
  /** Seed of the order in which partitions are read, and of the sizes of batches. */
  readonly seed?: number
}

const MOST_RECORDS = 9

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

/** The next batch of a partition from `position` on, of a size drawn from `random`. */
const nextBatch = (log: PartitionContents, position: Position, random: Random): Batch => {
  const unread = log.records.filter(({ offset }) => offset >= position.offset)
  const records = unread.slice(0, 1 + random.integer(MOST_RECORDS))
  const nextOffset = records.length === unread.length ? log.endOffset : records.at(-1)!.offset + 1
  return { topic: position.topic, partition: position.partition, records, nextOffset, endOffset: log.endOffset }
}

/** The output topics as a sink reads them. Reading goes on until its signal fires, as a real log's does. */
export const memoryTopics = (contents: TopicContents, options: MemoryTopicsOptions = {}): TopicReader => {
  const { logId = 'kit', seed = 1 } = options
  const logOf = ({ topic, partition }: TopicPartition): PartitionContents =>
    contents[OUTPUT_NAMES.find((output) => OUTPUT_TOPICS[output] === topic)!][partition]!
  return {
    logId,
    partitions: contents.curated.length,
    ends: async (topic) =>
      contents.curated.map((_, partition) => ({ topic, partition, offset: logOf({ topic, partition }).endOffset })),
    read: async function* (from, signal) {
      const random = randomFrom(seed)
      const isUnread = (position: Position): boolean => position.offset < logOf(position).endOffset
      let unread = from.filter(isUnread)
      while (!signal.aborted && unread.length > 0) {
        const position = random.pick(unread)
        const batch = nextBatch(logOf(position), position, random)
        yield batch
        const reached = { ...position, offset: batch.nextOffset }
        unread = unread.map((other) => (other === position ? reached : other)).filter(isUnread)
      }
      await aborted(signal)
    },
  }
}
