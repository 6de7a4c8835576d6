import { Cluster } from '../src/kafka/admin/cluster.ts'
import { kafkaClient } from '../src/kafka/client.ts'
import { TopicNames } from '../src/kafka/topic-names.ts'
import { TEST_TIMINGS, type TestServices } from './test-core.ts'

export interface EngineGroup {
  readonly services: TestServices
  readonly topicPrefix: string
  readonly engine: string
  /** Which of its plans, where it has several. */
  readonly part?: string
}

/** How many instances share an engine's tasks; 0 while its group is in motion. */
export const groupMembers = async ({ services, topicPrefix, engine, part }: EngineGroup): Promise<number> => {
  const cluster = new Cluster(() => kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} }))
  try {
    const { state, members } = await cluster.group(new TopicNames(topicPrefix).group(engine, part))
    return state === 'Stable' ? members.length : 0
  } finally {
    await cluster.close()
  }
}
