import type { OutputRecord, Step } from '../../src/log-port.ts'
import { OUTPUT_NAMES, OUTPUT_TOPICS } from '../../src/topics.ts'
import { readBatches } from './read-batches.ts'
import { bytes, committedState, liveOutputs, stepOf, valuesIn } from './records.ts'
import type { TestBench } from './test-bench.ts'

const LARGE = 6_000

const largeStep = (): Step => ({
  outputs: Array.from(
    { length: LARGE },
    (_, index): OutputRecord => ({
      output: 'curated',
      partition: index % 3,
      key: bytes(`${index}`),
      value: bytes(`${index}`),
    }),
  ),
  state: Array.from({ length: LARGE }, (_, index) => ({ key: bytes(`k${index}`), value: bytes(`${index}`) })),
  positions: [],
})

export const describeCommitting = (bench: TestBench): void => {
  test('E1 a step becomes visible as a whole when it commits, and not before', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)
    const step = stepOf({
      outputs: OUTPUT_NAMES.map((output, index) => [output, index % 3, output]),
      state: { k: 'v' },
    })
    const before = await liveOutputs(log)

    await task.commit(step)

    expect([before, await liveOutputs(log)]).toEqual([[], OUTPUT_NAMES])
  })

  test('E1 a reader that waits on two topics gets both parts of a step', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)
    const [curated, dlq] = [OUTPUT_TOPICS.curated, OUTPUT_TOPICS.dlq].map((topic) => ({
      topic,
      partition: 1,
      offset: 0,
    }))
    const reading = readBatches((signal) => log.read([curated!, dlq!], signal))
    const arrival = reading.upToCount(2)

    await task.commit(
      stepOf({
        outputs: [
          ['curated', 1, 'a'],
          ['dlq', 1, 'b'],
        ],
      }),
    )
    await arrival

    expect([curated!, dlq!].map((input) => reading.recordsOf(input).map(({ value }) => `${value}`))).toEqual([
      ['a'],
      ['b'],
    ])
    await reading.stop()
  })

  test('E4 each output partition holds its records in the order of steps, and within a step as given', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)

    await task.commit(
      stepOf({
        outputs: [
          ['late', 0, 'a'],
          ['late', 1, 'b'],
          ['late', 0, 'c'],
        ],
      }),
    )
    await task.commit(
      stepOf({
        outputs: [
          ['late', 1, 'd'],
          ['late', 0, 'e'],
        ],
      }),
    )

    expect(await valuesIn(log, OUTPUT_TOPICS.late)).toEqual([['a', 'c', 'e'], ['b', 'd'], []])
  })

  test('an output record has the wall clock as its timestamp, and its bytes as given', async () => {
    const log = await bench.open({ now: () => 1_736_782_200_000 })
    const task = await bench.claim(log)
    const record = { output: 'dlq', partition: 2, key: bytes('2:0'), value: Buffer.alloc(1_400_000, 7) } as const

    await task.commit({ outputs: [record], state: [], positions: [] })

    const input = { topic: OUTPUT_TOPICS.dlq, partition: 2 }
    const reading = readBatches((signal) => log.read([{ ...input, offset: 0 }], signal))
    await reading.upToCount(1)
    await reading.stop()
    const [{ timestampMs, key, value }] = reading.recordsOf(input) as [ReturnType<typeof reading.recordsOf>[number]]
    expect({ timestampMs, key, same: value?.equals(record.value) }).toEqual({
      timestampMs: 1_736_782_200_000,
      key: record.key,
      same: true,
    })
  })

  test('E1 thousands of records are one step like any other', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)
    const step = largeStep()

    await task.commit(step)
    await task.close()

    const read = await valuesIn(log, OUTPUT_TOPICS.curated)
    const expected = [0, 1, 2].map((partition) =>
      step.outputs.filter((record) => record.partition === partition).map(({ value }) => `${value}`),
    )
    expect(read).toEqual(expected)
    expect((await committedState(await bench.claim(log))).state).toHaveLength(LARGE)
  })

  test('the log counts commit attempts', async () => {
    const log = await bench.open()
    const task = await bench.claim(log)

    await task.commit(stepOf({}))
    await task.commit(stepOf({}))

    expect(log.commits).toBe(2)
  })
}
