import type { ClaimedTask } from '../../src/log-port.ts'
import { CrashError } from '../test-log.ts'
import { readBatches } from './read-batches.ts'
import { committedState, liveOutputs, stepOf } from './records.ts'
import { type TestBench, taskNamed } from './test-bench.ts'

const SUPERSEDED = { code: 'OU1501' }
const stepNamed = (text: string) => stepOf({ outputs: [['curated', 0, text]], state: { k: text } })

export const describeOwning = (bench: TestBench): void => {
  test('E2 a superseded owner is refused with OU1501, is told so, and leaves nothing', async () => {
    const log = await bench.open({ fault: (commit) => (commit === 1 ? 'fence' : undefined) })
    const task = await bench.claim(log)
    const reading = readBatches((signal) => task.read(signal)).ended()
    await task.commit(stepNamed('a'))

    await expect(task.commit(stepNamed('b'))).rejects.toMatchObject(SUPERSEDED)
    await expect(task.commit(stepNamed('c'))).rejects.toMatchObject(SUPERSEDED)

    expect({ lost: task.lost.aborted, readingEnded: await reading }).toEqual({ lost: true, readingEnded: true })
    expect(await liveOutputs(log)).toEqual(['a'])
    expect((await committedState(await bench.claim(log))).state).toEqual(['k=a'])
  })

  test('E2 once a standby has taken over, the old owner commits nothing more', async () => {
    const log = await bench.open()
    const leaving = bench.join(log.connect({ name: 'engine' }))
    const old = await leaving.next()
    const standby = bench.join(log.connect({ name: 'engine' }))
    await old.commit(stepNamed('a'))
    const takeover = standby.next()
    leaving.leave()
    const next = await takeover
    await next.commit(stepNamed('b'))

    await expect(old.commit(stepNamed('c'))).rejects.toMatchObject(SUPERSEDED)
    await next.commit(stepNamed('d'))

    expect({ old: old.lost.aborted, next: next.lost.aborted }).toEqual({ old: true, next: false })
    expect(await liveOutputs(log)).toEqual(['a', 'b', 'd'])
  })

  test('E2 a task has one owner: whoever joins next waits while it works', async () => {
    const log = await bench.open()
    const owner = await bench.claim(log)
    let taken = false
    const takeover = bench.claim(log).then((task) => {
      taken = true
      return task
    })
    for (const text of ['a', 'b', 'c']) await owner.commit(stepNamed(text))
    const takenMeanwhile = taken

    await owner.close()

    expect(takenMeanwhile).toBe(false)
    expect((await committedState(await takeover)).state).toEqual(['k=c'])
  })

  const endings: Readonly<Record<string, (task: ClaimedTask, leave: () => void) => Promise<unknown>>> = {
    'closes it': (task) => task.close(),
    leaves: async (_, leave) => leave(),
    crashes: (task) => expect(task.commit(stepNamed('lost'))).rejects.toThrow(CrashError),
    'is superseded': (task) => expect(task.commit(stepNamed('lost'))).rejects.toMatchObject(SUPERSEDED),
  }
  test.each(Object.entries(endings))('E3 a standby goes on where the owner stopped when it %s', async (name, end) => {
    const fault = name === 'crashes' ? 'crash-during' : 'fence'
    const log = await bench.open({ fault: (commit) => (commit === 1 ? fault : undefined) })
    const owner = bench.join(log.connect({ name: 'engine' }))
    const task = await owner.next()
    await task.commit(stepOf({ state: { k: '1' }, positions: { 2: 5 } }))
    const takeover = bench.claim(log)

    await end(task, owner.leave)

    expect(await committedState(await takeover)).toEqual({ positions: [0, 0, 5], state: ['k=1'] })
  })

  test('an instance is given every task that nobody owns, and its claims end with its signal', async () => {
    const log = await bench.open()
    const first = bench.join(log.connect({ name: 'engine' }), [taskNamed('a')])
    await first.next()
    const second = bench.join(log.connect({ name: 'engine' }), [taskNamed('a'), taskNamed('b'), taskNamed('c')])

    const given = [await second.next(), await second.next()].map(({ task }) => task.name)
    const last = second.next()
    second.leave()

    expect([given, await last]).toEqual([['b', 'c'], undefined])
  })
}
