import { type InternalTopic, internalTopic, type TopicPartition } from '@order-up/contracts'

const MAX_MERGES = 8

/** Merge tasks for so many partitions (R): each owns the output partitions whose number leaves its own, divided by R. */
export const mergesFor = (partitions: number): number => Math.min(partitions, MAX_MERGES)

/** The topic between source tasks and merge tasks: a partition for each pair, so that each has one writer and one reader. */
export const shuffleTopic = (engine: string, partitions: number): InternalTopic => ({
  topic: internalTopic(engine, 'shuffle'),
  partitions: partitions * mergesFor(partitions),
})

/** The partition from a source task to a merge task. */
export const shufflePartition = (
  engine: string,
  { source, merge, partitions }: { readonly source: number; readonly merge: number; readonly partitions: number },
): TopicPartition => ({
  topic: internalTopic(engine, 'shuffle'),
  partition: source * mergesFor(partitions) + merge,
})

/** The source task that writes a partition of the shuffle. */
export const sourceOf = (partition: number, partitions: number): number => Math.floor(partition / mergesFor(partitions))
