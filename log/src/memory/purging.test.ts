import { type ClaimedTask, internalTopic, RAW_TOPIC, type TaskPlan } from '@order-up/contracts'
import { createMemoryLog } from './memory-log.ts'

const SHUFFLE = { topic: internalTopic('engine', 'shuffle'), partition: 0 }
const RAW = { topic: RAW_TOPIC, partition: 0 }
const PLAN: TaskPlan = {
  tasks: [{ name: 'task', inputs: [SHUFFLE, RAW] }],
  internalTopics: [{ topic: SHUFFLE.topic, partitions: 1 }],
  standbys: false,
}
const NO_CHANGES = { outputs: [], state: [], positions: [] }

const claim = async (log: ReturnType<typeof createMemoryLog>, signal: AbortSignal): Promise<ClaimedTask> => {
  for await (const task of log.connect({ name: 'engine' }).claims(PLAN, signal)) return task
  throw new Error('no task')
}

test('an internal topic forgets what its reader has committed; raw does not', async () => {
  const { signal } = new AbortController()
  const log = createMemoryLog({ partitions: 1 })
  await log.append([{ key: Buffer.from('k'), value: null, timestampMs: 0 }])
  const task = await claim(log, signal)
  await task.commit({ ...NO_CHANGES, internal: [{ ...SHUFFLE, value: Buffer.from('v') }] })

  await task.commit({ ...NO_CHANGES, positions: [SHUFFLE, RAW].map((input) => ({ ...input, offset: 1 })) })

  const first = (input: typeof RAW) =>
    log
      .read([{ ...input, offset: 0 }], signal)
      [Symbol.asyncIterator]()
      .next()
  await expect(first(SHUFFLE)).rejects.toMatchObject({ code: 'OU1303' })
  await expect(first(RAW)).resolves.toMatchObject({ value: { records: [{ offset: 0 }] } })
})
