import type { Position, TopicPartition } from '@order-up/contracts'
import type { TopicNames } from '../topic-names.ts'
import type { Cluster } from './cluster.ts'

export interface InputPlaces {
  readonly cluster: Pick<Cluster, 'ranges'>
  readonly names: TopicNames
}

/** The present end of each input, transactions that are still open included. Throws OU1310 where a topic is missing. */
export const inputEnds = async (
  { cluster, names }: InputPlaces,
  inputs: readonly TopicPartition[],
): Promise<readonly Position[]> => {
  const ends = new Map<string, readonly number[]>()
  for (const topic of new Set(inputs.map((input) => input.topic)))
    ends.set(
      topic,
      (await cluster.ranges(names.of(topic))).map(({ end }) => end),
    )
  return inputs.map(({ topic, partition }) => ({ topic, partition, offset: ends.get(topic)?.[partition] ?? 0 }))
}
