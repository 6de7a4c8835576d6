import type { ChangelogMark, ClaimedTask, StateCopy } from '../../src/log-port.ts'
import type { TestLog } from '../test-log.ts'
import { bytes, stepOf } from './records.ts'
import { type TestBench, taskNamed } from './test-bench.ts'

/** A copy of a state as a disk would keep it, and what has been done to it. */
class KeptCopy implements StateCopy {
  mark: ChangelogMark | undefined
  readonly state = new Map<string, string>()
  /** Calls of `apply` since `begin`. */
  readonly applied: string[] = []
  readonly cleared: string[] = []

  clear(reason: string): void {
    this.cleared.push(reason)
    this.state.clear()
  }

  apply(key: Buffer, value: Buffer | null): void {
    this.applied.push(`${key}=${value}`)
    if (value === null) this.state.delete(`${key}`)
    else this.state.set(`${key}`, `${value}`)
  }

  async from(task: ClaimedTask): Promise<void> {
    this.applied.length = 0
    this.mark = await task.restore(this)
  }
}

/** Copies of a task's state that outlive a claim, as a local disk keeps them. */
export const describeCopying = (bench: TestBench): void => {
  const claim = (log: TestLog): Promise<ClaimedTask> =>
    bench.join(log.connect({ name: 'engine' }), [taskNamed('main')], { standbys: false }).next()

  /** A log with two steps, the first of which a copy has. */
  const halfCopied = async () => {
    const log = await bench.open()
    const task = await claim(log)
    const copy = new KeptCopy()
    await copy.from(task)
    copy.mark = await task.commit(stepOf({ state: { a: '1', b: '1' } }))
    copy.apply(bytes('a'), bytes('1'))
    copy.apply(bytes('b'), bytes('1'))
    await task.commit(stepOf({ state: { a: null, c: '2' } }))
    await task.close()
    return { log, copy }
  }

  test('E3 a copy is brought up to date by what was committed after its mark, forgotten keys included', async () => {
    const { log, copy } = await halfCopied()

    await copy.from(await claim(log))

    expect([copy.applied, copy.cleared]).toEqual([['a=null', 'c=2'], []])
    expect(Object.fromEntries(copy.state)).toEqual({ b: '1', c: '2' })
  })

  test('E3 a copy that is up to date is left as it is', async () => {
    const { log, copy } = await halfCopied()
    const task = await claim(log)
    await copy.from(task)
    await task.close()

    await copy.from(await claim(log))

    expect([copy.applied, copy.cleared]).toEqual([[], []])
  })

  test('E3 a copy of another log is emptied, told why, and made anew', async () => {
    const { copy } = await halfCopied()
    const other = (await halfCopied()).log

    await copy.from(await claim(other))

    expect(copy.cleared).toEqual([expect.stringMatching(/./)])
    expect(Object.fromEntries(copy.state)).toEqual({ b: '1', c: '2' })
  })

  test('E3 a copy whose mark is not one of ours is emptied and made anew', async () => {
    const { log, copy } = await halfCopied()
    copy.mark = 'torn'
    copy.state.set('stale', '1')

    await copy.from(await claim(log))

    expect(copy.cleared).toHaveLength(1)
    expect(Object.fromEntries(copy.state)).toEqual({ b: '1', c: '2' })
  })

  test('E3 an empty copy is given everything', async () => {
    const { log } = await halfCopied()
    const copy = new KeptCopy()

    await copy.from(await claim(log))

    expect(Object.fromEntries(copy.state)).toEqual({ b: '1', c: '2' })
  })
}
