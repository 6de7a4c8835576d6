import { nextClaim, positionRecord } from '../src/kafka/changelog/changelog-record.ts'
import { kafkaClient } from '../src/kafka/client.ts'
import { Transactions } from '../src/kafka/commit/transactions.ts'
import type { KafkaTask } from '../src/kafka/group/kafka-task.ts'
import { TEST_TIMINGS, type TestCore } from './test-core.ts'

/** Takes a task over as another instance does: fences, and writes a claim. */
export const supersede = async ({ services, names }: TestCore, engine: string, task: KafkaTask): Promise<void> => {
  const transactions = await Transactions.open({
    newClient: () => kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} }),
    transactionalId: names.transactionalId(engine, task.task.name),
    timings: TEST_TIMINGS,
    probe: () => {},
  })
  const record = positionRecord(nextClaim(task.position, ''))
  const topic = names.changelog(engine, task.task.name)
  await transactions.commit({ records: [{ topic, partition: 0, timestampMs: Date.now(), ...record }] })
  await transactions.close()
}
