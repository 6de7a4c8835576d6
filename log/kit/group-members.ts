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

/** Ids of the instances that share an engine's tasks; none while its group is in motion. */
export const groupMemberIds = async (group: EngineGroup): Promise<readonly string[]> => {
  const { services, topicPrefix, engine, part } = group
  const cluster = new Cluster(() => kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} }))
  try {
    const { state, members } = await cluster.group(new TopicNames(topicPrefix).group(engine, part))
    return state === 'Stable' ? members.map(({ memberId }) => memberId) : []
  } finally {
    await cluster.close()
  }
}

/** How many instances share an engine's tasks; 0 while its group is in motion. */
export const groupMembers = async (group: EngineGroup): Promise<number> => (await groupMemberIds(group)).length
