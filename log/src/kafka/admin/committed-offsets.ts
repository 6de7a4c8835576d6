import type { Position, TopicPartition } from '@order-up/contracts'
import type { TopicNames } from '../topic-names.ts'
import type { Cluster } from './cluster.ts'

export interface GroupOffsets {
  readonly cluster: Pick<Cluster, 'ask'>
  readonly names: TopicNames
  readonly groupId: string
}

/**
 * What a group has committed of each input, 0 where nothing: a lower bound, for what a transaction has committed a moment
 * ago is not there until its markers are written.
 */
export const committedOffsets = async (
  { cluster, names, groupId }: GroupOffsets,
  inputs: readonly TopicPartition[],
): Promise<readonly Position[]> => {
  const topics = [...new Set(inputs.map(({ topic }) => names.of(topic)))]
  const offsets = new Map<string, number>()
  for (const { topic, partitions } of await cluster.ask((admin) => admin.fetchOffsets({ groupId, topics })))
    for (const { partition, offset } of partitions) offsets.set(`${topic}/${partition}`, Number(offset))
  return inputs.map(({ topic, partition }) => ({
    topic,
    partition,
    offset: Math.max(0, offsets.get(`${names.of(topic)}/${partition}`) ?? 0),
  }))
}
