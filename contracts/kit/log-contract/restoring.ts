import { RAW_TOPIC } from '../../src/topics.ts'
import { wholeCopy } from '../../src/whole-copy.ts'
import { readBatches } from './read-batches.ts'
import { committedState, rawRun, stepOf } from './records.ts'
import { type TestBench, taskNamed } from './test-bench.ts'

export const describeRestoring = (bench: TestBench): void => {
  test('a task that never committed starts at 0 with no state', async () => {
    const log = await bench.open()

    expect(await committedState(await bench.claim(log))).toEqual({ positions: [0, 0, 0], state: [] })
  })

  test('E1 the next owner resumes at the last committed positions', async () => {
    const log = await bench.open()
    await log.append(rawRun(1, 10))
    const first = await bench.claim(log)
    await first.commit(stepOf({ positions: { 0: 0, 1: 3 } }))
    await first.commit(stepOf({ positions: { 1: 7 } }))
    await first.close()

    const next = await bench.claim(log)

    const reading = readBatches((signal) => next.read(signal))
    await reading.upToCount(3)
    await reading.stop()
    expect((await committedState(next)).positions).toEqual([0, 7, 0])
    expect(reading.recordsOf({ topic: RAW_TOPIC, partition: 1 }).map(({ offset }) => offset)).toEqual([7, 8, 9])
  })

  test('E1 restore gives each live key once, with its last value; forgotten keys are gone', async () => {
    const log = await bench.open()
    const first = await bench.claim(log)
    await first.commit(stepOf({ state: { a: '1', b: '1', c: '1', d: '' } }))
    await first.commit(stepOf({ state: { a: '2', b: null } }))
    await first.commit(stepOf({ state: { a: '3', c: null, never: null } }))
    await first.commit(stepOf({ state: { c: '4' } }))
    await first.close()

    expect((await committedState(await bench.claim(log))).state).toEqual(['a=3', 'c=4', 'd='])
  })

  test('keys and values of state are any bytes', async () => {
    const log = await bench.open()
    const first = await bench.claim(log)
    const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    await first.commit({ outputs: [], state: [{ key: every, value: Buffer.from(every).reverse() }], positions: [] })
    await first.close()

    const restored: (readonly [Buffer, Buffer])[] = []
    await (await bench.claim(log)).restore(wholeCopy((key, value) => restored.push([key, value])))

    expect(restored).toEqual([[every, Buffer.from(every).reverse()]])
  })

  test('each task of an engine has its own state and positions', async () => {
    const log = await bench.open()
    const member = bench.join(log.connect({ name: 'engine' }), [taskNamed('a'), taskNamed('b')])
    const tasks = [await member.next(), await member.next()]
    for (const task of tasks) await task.commit(stepOf({ state: { is: task.task.name }, positions: { 0: 1 } }))
    await tasks[1]!.commit(stepOf({ positions: { 0: 2 } }))
    for (const task of tasks) await task.close()

    const again = bench.join(log.connect({ name: 'engine' }), [taskNamed('a'), taskNamed('b')])
    const restored = new Map<string, unknown>()
    for (const task of [await again.next(), await again.next()])
      restored.set(task.task.name, await committedState(task))

    expect(Object.fromEntries(restored)).toEqual({
      a: { positions: [1, 0, 0], state: ['is=a'] },
      b: { positions: [2, 0, 0], state: ['is=b'] },
    })
  })
}
