import type { EngineRun } from '../../src/engine-port.ts'
import type { GoldenCase } from '../golden-case.ts'
import { created, RawHistory, START_MS } from '../raw-history.ts'
import { referenceCase } from '../reference-case.ts'
import { append, differencesOf, type EngineTest, filledLog, runOn, runToEnd } from './engine-test.ts'

const MINUTE_MS = 60_000
const ONE_RECORD = { maxRecords: 1, maxChanges: 1, commitIntervalMs: 0 }

/** A log of `count` orders on two partitions, one a minute, so that windows close on the way. */
const orders = (count: number, flush = false): GoldenCase => {
  const history = new RawHistory(2)
  for (let n = 0; n < count; n += 1)
    history.event({ partition: n % 2, orderId: `o${n}`, atMs: START_MS + n * MINUTE_MS, payload: created() })
  return referenceCase({ name: 'orders', about: '', rules: [], flush, ...history })
}

const growing: EngineTest = {
  title: 'E5 a bounded run stops at the ends that the log had when it started, though the log grows',
  body: async (candidate) => {
    const [atStart, atEnd] = [orders(10), orders(20)]
    const log = await filledLog(candidate, atStart)
    const late = [...atEnd.records.slice(10)]
    const onCommitted = () => append(log, late.splice(0, 2))

    await runToEnd(candidate, log, { limits: ONE_RECORD, probe: { onCommitted } })

    expect(await differencesOf(log, atStart)).toEqual([])
    await append(log, late)
    await runToEnd(candidate, log)
    expect(await differencesOf(log, atEnd)).toEqual([])
  },
}

const resumedFlush = (name: string, resume: Pick<EngineRun, 'untilEnd' | 'flush'>): EngineTest => ({
  title: `E5 a flush that crashed is finished by ${name}, to the ends that it named and no further`,
  body: async (candidate) => {
    const [atIntent, atEnd] = [orders(10, true), orders(20, true)]
    const log = await filledLog(candidate, atIntent, {
      fault: (commit) => (commit === 0 ? 'crash-after' : undefined),
    })
    await expect(runOn(candidate, log, { flush: true, limits: ONE_RECORD })).rejects.toThrow()
    await append(log, atEnd.records.slice(10))

    await runOn(candidate, log, resume)

    expect(await differencesOf(log, atIntent)).toEqual([])
    await expect(runToEnd(candidate, log)).rejects.toMatchObject({ code: 'OU1302' })
  },
})

const sealed: EngineTest = {
  title: 'E5 a run of any kind on sealed state is refused with OU1302, and commits nothing',
  body: async (candidate) => {
    const given = orders(4, true)
    const log = await filledLog(candidate, given)
    await runOn(candidate, log, { flush: true })
    await append(log, orders(6).records.slice(4))
    const { commits } = log

    for (const run of [{}, { untilEnd: true }, { flush: true }])
      await expect(runOn(candidate, log, run)).rejects.toMatchObject({ code: 'OU1302' })

    expect([log.commits, await differencesOf(log, given)]).toEqual([commits, []])
  },
}

const empty: EngineTest = {
  title: 'E5 the flush of an empty log writes nothing and seals it',
  body: async (candidate) => {
    const given = orders(0, true)
    const log = await filledLog(candidate, given)

    await runOn(candidate, log, { flush: true })

    expect(await differencesOf(log, given)).toEqual([])
    await expect(runToEnd(candidate, log)).rejects.toMatchObject({ code: 'OU1302' })
  },
}

/** Bounded runs, flushes and sealed state (E5). */
export const boundedRunTests: readonly EngineTest[] = [
  growing,
  resumedFlush('a bounded run', { untilEnd: true }),
  resumedFlush('another flush', { flush: true }),
  sealed,
  empty,
]
