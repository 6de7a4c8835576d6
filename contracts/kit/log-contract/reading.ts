import type { ClaimedTask } from '../../src/log-port.ts'
import { OUTPUT_TOPICS, RAW_TOPIC } from '../../src/topics.ts'
import { type Reading, readBatches } from './read-batches.ts'
import { offsetsOf, rawOn, rawRun, stepOf, valuesOfRun } from './records.ts'
import { PARTITIONS, type TestBench } from './test-bench.ts'

const RUN = 50
const allRuns = Array.from({ length: PARTITIONS }, (_, partition) => rawRun(partition, RUN)).flat()
const inputOf = (partition: number) => ({ topic: RAW_TOPIC, partition })
const readTask = (task: ClaimedTask): Reading => readBatches((signal) => task.read(signal))

const valuesRead = (reading: Reading): readonly (readonly string[])[] =>
  Array.from({ length: PARTITIONS }, (_, partition) =>
    reading.recordsOf(inputOf(partition)).map(({ value }) => `${value}`),
  )

export const describeReading = (bench: TestBench): void => {
  test.each([{}, { seed: 1 }, { seed: 2 }, { seed: 3 }, { seed: 4 }])(
    'every input is read whole and in order, interleaved with %j',
    async (options) => {
      const log = await bench.open({ maxBatch: 7, ...options })
      await log.append(allRuns)
      const reading = readTask(await bench.claim(log))

      await reading.upToCount(allRuns.length)

      expect(valuesRead(reading)).toEqual([valuesOfRun(0, RUN), valuesOfRun(1, RUN), valuesOfRun(2, RUN)])
      expect(Math.max(...reading.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(7)
      await reading.stop()
    },
  )

  test('a batch says where the next one begins and where its input ends', async () => {
    const log = await bench.open({ maxBatch: 2 })
    await log.append(rawRun(1, 3))
    const reading = readTask(await bench.claim(log))

    await reading.upToCount(3)

    const summary = reading.batches.map(({ records, nextOffset, endOffset }) => [records.length, nextOffset, endOffset])
    expect(summary).toEqual([
      [2, 2, 3],
      [1, 3, 3],
    ])
    await reading.stop()
  })

  test('a reader at the end waits for what is appended next', async () => {
    const log = await bench.open()
    const reading = readTask(await bench.claim(log))
    const arrival = reading.upToCount(2)

    await log.append([rawOn(0, 'a')])
    await log.append([rawOn(2, 'b')])
    await arrival

    expect(valuesRead(reading)).toEqual([['a'], [], ['b']])
    await reading.stop()
  })

  test('a paused input gives nothing new until it is resumed, then goes on where it stopped', async () => {
    const log = await bench.open({ maxBatch: 5 })
    const task = await bench.claim(log)
    const reading = readTask(task)
    await log.append([...rawRun(0, RUN), ...rawRun(1, 5)])
    await reading.upToCount(20)

    task.pause(inputOf(0))
    const before = reading.recordsOf(inputOf(0)).length
    await log.append(rawRun(2, RUN))
    await reading.upTo([
      { ...inputOf(1), offset: 5 },
      { ...inputOf(2), offset: RUN },
    ])
    const during = reading.recordsOf(inputOf(0)).length - before
    task.resume(inputOf(0))
    await reading.upToCount(RUN + 5 + RUN)

    expect(during).toBeLessThanOrEqual(5)
    expect(valuesRead(reading)).toEqual([valuesOfRun(0, RUN), valuesOfRun(1, 5), valuesOfRun(2, RUN)])
    await reading.stop()
  })

  test('a resumed input wakes a reader that waits', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)
    task.pause(inputOf(0))
    await log.append([rawOn(0, 'a')])
    const reading = readTask(task)
    const arrival = reading.upToCount(1)

    task.resume(inputOf(0))
    await arrival

    expect(valuesRead(reading)).toEqual([['a'], [], []])
    await reading.stop()
  })

  test('a reading ends when its signal fires, also while it waits', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)
    const stop = new AbortController()
    const ofTask = readBatches(() => task.read(stop.signal)).ended()
    const ofTopic = readBatches(() => log.read([{ ...inputOf(0), offset: 0 }], stop.signal)).ended()

    stop.abort()

    expect(await Promise.all([ofTask, ofTopic])).toEqual([true, true])
  })

  test('a reading ends when its task is given back', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)
    const ended = readBatches((signal) => task.read(signal)).ended()

    await task.close()

    expect(await ended).toBe(true)
  })

  test('a task knows the present ends of its inputs', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)

    await log.append([...rawRun(0, 2), ...rawRun(2, 1)])

    expect(await task.ends()).toEqual([2, 0, 1].map((offset, partition) => ({ ...inputOf(partition), offset })))
  })

  test('a topic is read from the positions asked for, gaps between commits passed over', async () => {
    const log = await bench.open({ maxBatch: 1 })
    const task = await bench.claim(log)
    for (const text of ['a', 'b', 'c']) await task.commit(stepOf({ outputs: [['dlq', 0, text]] }))
    const ends = await log.ends(OUTPUT_TOPICS.dlq)
    const first = readBatches((signal) => log.read([{ ...ends[0]!, offset: 0 }], signal))
    await first.upToCount(1)
    const from = { ...ends[0]!, offset: first.batches[0]!.nextOffset }

    const second = readBatches((signal) => log.read([from], signal))
    await second.upTo([ends[0]!])

    expect(second.recordsOf(from).map(({ value }) => `${value}`)).toEqual(['b', 'c'])
    expect(offsetsOf(ends).slice(1)).toEqual([0, 0])
    await Promise.all([first.stop(), second.stop()])
  })
}
