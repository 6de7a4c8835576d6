import { type Position, RAW_TOPIC } from '@order-up/contracts'
import { createMemoryLog, type MemoryLog } from '@order-up/log'
import { readTopic, type TopicReading, type TopicSource } from './read-topic.ts'

const never = new AbortController().signal

const logOf = async (perPartition: readonly number[]): Promise<MemoryLog> => {
  const log = createMemoryLog({ partitions: perPartition.length })
  for (const [partition, count] of perPartition.entries())
    for (let n = 0; n < count; n += 1) await log.append([{ key: null, value: null, timestampMs: n, partition }])
  return log
}

const sourceOf = (reader: MemoryLog, firsts: readonly number[] = []): TopicSource => ({
  reader,
  starts: async (topic): Promise<readonly Position[]> =>
    (await reader.ends(topic)).map(({ partition }) => ({ topic, partition, offset: firsts[partition] ?? 0 })),
})

const shown = async (source: TopicSource, asked: Partial<TopicReading>): Promise<readonly string[]> => {
  const reading: TopicReading = {
    topic: RAW_TOPIC,
    partition: undefined,
    from: 'start',
    untilEnd: true,
    signal: never,
    ...asked,
  }
  const places: string[] = []
  for await (const { partition, offset } of readTopic(source, reading)) places.push(`${partition}:${offset}`)
  return places.sort()
}

test('every record up to the ends is read, an empty partition or topic holding nothing up', async () => {
  const source = sourceOf(await logOf([2, 0, 1]))

  expect([await shown(source, {}), await shown(sourceOf(await logOf([0, 0])), {})]).toEqual([['0:0', '0:1', '2:0'], []])
})

test('reading begins where it is asked for, never before what the log still holds', async () => {
  const log = await logOf([4, 2])
  log.truncate([{ topic: RAW_TOPIC, partition: 0, offset: 2 }])
  const source = sourceOf(log, [2, 0])

  expect([
    await shown(source, {}),
    await shown(source, { from: 1 }),
    await shown(source, { from: 3 }),
    await shown(source, { from: 9 }),
    await shown(source, { from: 'end' }),
    await shown(source, { from: -1 }),
    await shown(source, { from: -9 }),
    await shown(source, { partition: 1, from: 1 }),
    await shown(source, { partition: 7 }),
  ]).toEqual([
    ['0:2', '0:3', '1:0', '1:1'],
    ['0:2', '0:3', '1:1'],
    ['0:3'],
    [],
    [],
    ['0:3', '1:1'],
    ['0:2', '0:3', '1:0', '1:1'],
    ['1:1'],
    [],
  ])
})

test('without an end it goes on with what comes', async () => {
  const log = await logOf([1])
  const stop = new AbortController()
  const places: number[] = []
  const reading = { topic: RAW_TOPIC, partition: undefined, from: 'end', untilEnd: false, signal: stop.signal } as const
  const records = readTopic(sourceOf(log), reading)
  const first = records.next()
  await log.append([{ key: null, value: null, timestampMs: 1, partition: 0 }])

  places.push((await first).value!.offset)
  stop.abort()

  expect([places, (await records.next()).done]).toEqual([[1], true])
})
