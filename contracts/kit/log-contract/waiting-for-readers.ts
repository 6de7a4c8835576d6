import { RAW_TOPIC } from '../../src/topics.ts'
import type { TestLog } from '../test-log.ts'
import { readBatches } from './read-batches.ts'
import { offsetsOf, rawOn, rawRun, valuesIn } from './records.ts'
import type { TestBench } from './test-bench.ts'

const LIMIT = 10

/** Backpressure; skipped with its reason where the log has none. */
export const describeWaitingForReaders = (bench: TestBench, lacking: string | undefined): void => {
  const testUnlessLacking = (title: string, body: () => Promise<void>): void =>
    lacking === undefined ? test(title, body) : test.skip(`${title} (lacks backpressure, because ${lacking})`, body)
  /** A log with twice as many unread records as it takes. */
  const openFull = async () => {
    const log = await bench.open({ maxUnread: LIMIT, maxBatch: 1 })
    await log.append(rawRun(0, 2 * LIMIT))
    return log
  }
  const startReading = async (log: TestLog, engine: string, count: number) => {
    const task = await bench.claim(log, engine)
    const reading = readBatches((signal) => task.read(signal))
    await reading.upToCount(count)
    return reading
  }

  testUnlessLacking('an append waits while the slowest reader is too far behind', async () => {
    const log = await openFull()
    const slow = await startReading(log, 'slow', 5)
    let appended = false
    const append = log.append([rawOn(1, 'next')]).then(() => {
      appended = true
    })
    const quick = await startReading(log, 'quick', 2 * LIMIT)
    await slow.upToCount(LIMIT)
    const appendedMeanwhile = appended

    await slow.upToCount(LIMIT + 1)
    await append

    expect(appendedMeanwhile).toBe(false)
    expect(offsetsOf(await log.ends(RAW_TOPIC))).toEqual([2 * LIMIT, 1, 0])
    await Promise.all([quick.stop(), slow.stop()])
  })

  testUnlessLacking('an append that is given up while it waits appends nothing and holds up nobody', async () => {
    const log = await openFull()
    const stop = new AbortController()
    const first = log.append([rawOn(1, 'first')])
    const given = log.append([rawOn(1, 'given up')], stop.signal)
    const last = log.append([rawOn(1, 'last')])

    stop.abort(new Error('given up'))
    await expect(given).rejects.toThrow('given up')

    const reading = await startReading(log, 'engine', 2 * LIMIT)
    await Promise.all([first, last])
    await reading.stop()
    expect((await valuesIn(log, RAW_TOPIC))[1]).toEqual(['first', 'last'])
  })
}
