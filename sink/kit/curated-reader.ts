import { type Batch, type LoadRecord, OUTPUT_TOPICS, type Position, type TopicReader } from '@order-up/contracts'

const BATCH_RECORDS = 1_000

/** A log that holds these records of the curated topic, each at its offset, and nothing else. */
export const curatedReader = (records: readonly LoadRecord[], partitions: number): TopicReader => {
  const logs = Array.from({ length: partitions }, (_, at) => records.filter(({ partition }) => partition === at))
  const endOf = (topic: string, partition: number): number =>
    topic === OUTPUT_TOPICS.curated ? logs[partition]!.length : 0
  const batchAt = ({ topic, partition, offset }: Position): Batch => {
    const batch = logs[partition]!.slice(offset, offset + BATCH_RECORDS)
    return { topic, partition, records: batch, nextOffset: offset + batch.length, endOffset: endOf(topic, partition) }
  }
  return {
    logId: 'curated',
    partitions,
    ends: async (topic) => logs.map((_, partition) => ({ topic, partition, offset: endOf(topic, partition) })),
    read: async function* (from, signal) {
      let unread = from.filter(({ topic, partition, offset }) => offset < endOf(topic, partition))
      while (unread.length > 0 && !signal.aborted) {
        const batches = unread.map(batchAt)
        yield* batches
        unread = batches
          .map(({ topic, partition, nextOffset }) => ({ topic, partition, offset: nextOffset }))
          .filter(({ topic, partition, offset }) => offset < endOf(topic, partition))
      }
    },
  }
}
