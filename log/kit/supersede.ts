import { internalTopic, type TopicReader } from '@order-up/contracts'
import {
  NO_POSITION,
  nextClaim,
  type PositionRecord,
  positionRecord,
  readChangelogRecord,
} from '../src/kafka/changelog/changelog-record.ts'
import { kafkaClient } from '../src/kafka/client.ts'
import { Transactions } from '../src/kafka/commit/transactions.ts'
import { TEST_TIMINGS, type TestCore } from './test-core.ts'

export interface Superseding {
  readonly engine: string
  /** Name of the task. */
  readonly task: string
  readonly reader: TopicReader
}

/** What the last step has left behind, whoever committed it. */
const positionNow = async ({ engine, task, reader }: Superseding): Promise<PositionRecord> => {
  const topic = internalTopic(engine, `changelog.${task}`)
  const end = (await reader.ends(topic))[0]?.offset ?? 0
  let position = NO_POSITION
  if (end === 0) return position
  for await (const batch of reader.read([{ topic, partition: 0, offset: 0 }], new AbortController().signal)) {
    for (const record of batch.records) {
      const read = readChangelogRecord(record)
      if (read.kind === 'position') position = read.position
    }
    if (batch.nextOffset >= end) break
  }
  return position
}

/** Takes a task over as another instance does: fences, looks where it stands, and writes a claim. */
export const supersede = async ({ services, names }: TestCore, superseding: Superseding): Promise<void> => {
  const { engine, task } = superseding
  const transactions = await Transactions.open({
    newClient: () => kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} }),
    transactionalId: names.transactionalId(engine, task),
    timings: TEST_TIMINGS,
    probe: () => {},
  })
  const record = positionRecord(nextClaim(await positionNow(superseding), ''))
  const topic = names.changelog(engine, task)
  await transactions.commit({ records: [{ topic, partition: 0, timestampMs: Date.now(), ...record }] })
  await transactions.close()
}
