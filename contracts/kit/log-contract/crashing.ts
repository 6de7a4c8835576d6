import { RAW_TOPIC } from '../../src/topics.ts'
import { wholeCopy } from '../../src/whole-copy.ts'
import { CrashError, type Fault } from '../test-log.ts'
import { readBatches } from './read-batches.ts'
import { committedState, liveOutputs, stepOf } from './records.ts'
import { type TestBench, taskNamed } from './test-bench.ts'

const FIRST = stepOf({
  outputs: [
    ['curated', 0, 'a'],
    ['dlq', 1, 'b'],
  ],
  state: { k: '1', gone: '1' },
  positions: { 0: 1 },
})
const SECOND = stepOf({
  outputs: [
    ['curated', 0, 'c'],
    ['metrics', 2, 'd'],
    ['dlq', 1, 'e'],
  ],
  state: { k: '2', gone: null },
  positions: { 0: 2, 1: 1 },
})

const AFTER_FIRST = { outputs: ['a', 'b'], positions: [1, 0, 0], state: ['gone=1', 'k=1'] }
const AFTER_SECOND = { outputs: ['a', 'c', 'd', 'b', 'e'], positions: [2, 1, 0], state: ['k=2'] }

const atSecondCommit = (fault: Fault) => (commit: number) => (commit === 1 ? fault : undefined)

export const describeCrashing = (bench: TestBench): void => {
  test.each([
    ['crash-before', 'leaves nothing of the step', AFTER_FIRST],
    ['crash-during', 'leaves nothing of the step', AFTER_FIRST],
    ['crash-after', 'leaves the whole step', AFTER_SECOND],
  ] as const)('E1 %s %s', async (fault, _, expected) => {
    const log = await bench.open({ fault: atSecondCommit(fault) })
    const task = await bench.claim(log)
    await task.commit(FIRST)

    await expect(task.commit(SECOND)).rejects.toThrow(CrashError)

    const outputs = await liveOutputs(log)
    expect({ outputs, ...(await committedState(await bench.claim(log))) }).toEqual(expected)
  })

  test.each(['crash-before', 'crash-during'] as const)('E1 a step repeated after %s is visible once', async (fault) => {
    const log = await bench.open({ fault: atSecondCommit(fault) })
    const task = await bench.claim(log)
    await task.commit(FIRST)
    await expect(task.commit(SECOND)).rejects.toThrow(CrashError)

    const next = await bench.claim(log)
    await next.commit(SECOND)
    await next.close()

    const outputs = await liveOutputs(log)
    expect({ outputs, ...(await committedState(await bench.claim(log))) }).toEqual(AFTER_SECOND)
  })

  test('every call of an instance that has crashed throws, those that wait included', async () => {
    const log = await bench.open({ fault: () => 'crash-before' })
    const instance = log.connect({ name: 'engine' })
    const member = bench.join(instance)
    const task = await member.next()
    const input = { topic: RAW_TOPIC, partition: 0 }
    const waiting = [readBatches((signal) => task.read(signal)).ended(), member.next()].map((call) =>
      expect(call).rejects.toThrow(CrashError),
    )

    await expect(task.commit(FIRST)).rejects.toThrow(CrashError)

    await Promise.all(waiting)
    const calls = [
      () => task.commit(FIRST),
      () => task.restore(wholeCopy(() => {})),
      () => readBatches((signal) => task.read(signal)).ended(),
      () => task.ends(),
      async () => task.pause(input),
      async () => task.resume(input),
      () => task.close(),
      () => instance.decideSchema(1),
      () => bench.join(instance, [taskNamed('other')]).next(),
    ]
    for (const call of calls) await expect(call()).rejects.toThrow(CrashError)
  })
}
