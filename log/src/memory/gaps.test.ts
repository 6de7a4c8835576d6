import { type Batch, OUTPUT_TOPICS, type OutputRecord, RAW_TOPIC, type Step } from '@order-up/contracts'
import { createMemoryLog, type MemoryLog } from './memory-log.ts'

const running = new AbortController().signal
const inputs = [{ topic: RAW_TOPIC, partition: 0 }]

const stepOf = (...values: readonly string[]): Step => ({
  outputs: values.map((value): OutputRecord => {
    return { output: 'dlq', partition: 0, key: Buffer.from(value), value: Buffer.from(value) }
  }),
  state: [],
  positions: [],
})

const claim = async (log: MemoryLog) => {
  for await (const task of log
    .connect({ name: 'engine' })
    .claims({ tasks: [{ name: 'main', inputs }], standbys: true }, running))
    return task
  throw new Error('no task')
}

const firstBatch = async (batches: AsyncIterable<Batch>) => {
  for await (const { records, nextOffset } of batches)
    return { values: records.map(({ offset, value }) => `${offset}:${value}`), nextOffset }
  return undefined
}

const deadLettersOf = (log: MemoryLog, offset: number) =>
  log.read([{ topic: OUTPUT_TOPICS.dlq, partition: 0, offset }], running)

test('a commit leaves one offset behind its records unused, as a transaction marker does', async () => {
  const log = createMemoryLog({ partitions: 1 })
  const task = await claim(log)

  await task.commit(stepOf('a', 'b'))
  await task.commit(stepOf('c'))

  expect(await firstBatch(deadLettersOf(log, 0))).toEqual({ values: ['0:a', '1:b', '3:c'], nextOffset: 5 })
})

test('E1 a crash amid a commit uses offsets and shows nothing; readers pass over them', async () => {
  const log = createMemoryLog({ partitions: 1, fault: () => 'crash-during' })
  const task = await claim(log)

  await expect(task.commit(stepOf('a', 'b', 'c'))).rejects.toThrow()

  expect(await firstBatch(deadLettersOf(log, 0))).toEqual({ values: [], nextOffset: 3 })
})

test('E1 a step that cannot be put in place leaves nothing', async () => {
  const log = createMemoryLog({ partitions: 1 })
  const task = await claim(log)
  const good = stepOf('a')
  const nowhere: OutputRecord = { ...good.outputs[0]!, partition: 1 }

  await expect(task.commit({ ...good, outputs: [...good.outputs, nowhere] })).rejects.toMatchObject({ code: 'OU7001' })

  expect(await log.ends(OUTPUT_TOPICS.dlq)).toEqual([{ topic: OUTPUT_TOPICS.dlq, partition: 0, offset: 0 }])
})

test('a position below the start of the log is an error, for a task as for a reader', async () => {
  const log = createMemoryLog({ partitions: 1 })
  await log.append(['a', 'b', 'c'].map((value) => ({ key: Buffer.from(value), value: null, timestampMs: 0 })))
  const task = await claim(log)

  log.truncate([{ topic: RAW_TOPIC, partition: 0, offset: 2 }])

  const at = (offset: number) => log.read([{ topic: RAW_TOPIC, partition: 0, offset }], running)
  await expect(firstBatch(task.read(running))).rejects.toMatchObject({ code: 'OU1303' })
  await expect(firstBatch(at(1))).rejects.toMatchObject({ code: 'OU1303' })
  expect(await firstBatch(at(2))).toEqual({ values: ['2:null'], nextOffset: 3 })
})
