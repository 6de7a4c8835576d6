import { RAW_TOPIC, type TaskPlan } from '@order-up/contracts'
import { mergesFor, shufflePartition, shuffleTopic } from '../shuffle/shuffle-topic.ts'

const range = (length: number): readonly number[] => Array.from({ length }, (_, at) => at)

/** The tasks of the engine on a log of so many partitions. */
export interface Plans {
  /** One task for each raw partition. */
  readonly sources: TaskPlan
  /** One task for each share of the output partitions. */
  readonly merges: TaskPlan
}

export const plansFor = (engine: string, partitions: number): Plans => {
  const internalTopics = [shuffleTopic(engine, partitions)]
  const inputsOf = (merge: number) =>
    range(partitions).map((source) => shufflePartition(engine, { source, merge, partitions }))
  return {
    sources: {
      part: 'sources',
      tasks: range(partitions).map((partition) => ({
        name: `source-${partition}`,
        inputs: [{ topic: RAW_TOPIC, partition }],
      })),
      internalTopics,
      standbys: false,
    },
    merges: {
      part: 'merges',
      tasks: range(mergesFor(partitions)).map((merge) => ({ name: `merge-${merge}`, inputs: inputsOf(merge) })),
      internalTopics,
      standbys: false,
    },
  }
}
