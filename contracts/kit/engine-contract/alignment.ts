import type { Step } from '../../src/log-port.ts'
import { RAW_TOPIC } from '../../src/topics.ts'
import type { GoldenCase } from '../golden-case.ts'
import { created, RawHistory, START_MS } from '../raw-history.ts'
import { referenceCase } from '../reference-case.ts'
import { append, differencesOf, type EngineTest, filledLog, runOn, runToEnd } from './engine-test.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const ORDERS = 50
const ONE_RECORD = { maxRecords: 1, commitIntervalMs: 0 }
const NO_DRIFT_LIMIT = { maxDriftMs: Number.MAX_SAFE_INTEGER }

/** Partition 0 an hour an order, and partition 1 as `beat` says, in ms an order; without it, nothing at all. */
const drifting = (beatMs?: number): GoldenCase => {
  const history = new RawHistory(2)
  for (let n = 0; n < ORDERS; n += 1)
    history.event({ partition: 0, orderId: `a${n}`, atMs: START_MS + n * HOUR_MS, payload: created() })
  for (let n = 0; beatMs !== undefined && n < ORDERS; n += 1)
    history.event({ partition: 1, orderId: `b${n}`, atMs: START_MS + n * beatMs, payload: created() })
  return referenceCase({ name: 'drifting', about: '', rules: [], flush: false, ...history })
}

const aligned: EngineTest = {
  title: 'maxDriftMs a partition far ahead in event time waits for the slowest one with unread records',
  body: async (candidate) => {
    const given = drifting(MINUTE_MS)
    const log = await filledLog(candidate, given, { maxBatch: 1 })
    const positions = [0, 0]
    let aheadWhenDone = 0
    const onCommit = (step: Step): void => {
      for (const { topic, partition, offset } of step.positions) if (topic === RAW_TOPIC) positions[partition] = offset
      if (positions[1] === ORDERS && aheadWhenDone === 0) aheadWhenDone = positions[0] ?? 0
    }

    await runToEnd(candidate, log, { limits: { ...ONE_RECORD, maxDriftMs: 10 * MINUTE_MS }, probe: { onCommit } })

    expect(aheadWhenDone).toBeLessThanOrEqual(3)
    expect(await differencesOf(log, given)).toEqual([])
  },
}

const overLimit: EngineTest = {
  title: 'maxPending a bounded run whose pending state passes its limit fails with OU1304 and names the partition',
  body: async (candidate) => {
    const log = await filledLog(candidate, drifting(), { maxBatch: 5 })

    const run = runToEnd(candidate, log, { limits: { maxPending: 10 } })

    await expect(run).rejects.toMatchObject({ code: 'OU1304', message: expect.stringMatching(/\b1\b/) })
  },
}

const stillOverLimit: EngineTest = {
  title: 'maxPending what waits since an earlier run counts in a later one',
  body: async (candidate) => {
    const given = drifting()
    const log = await filledLog(candidate, { ...given, records: given.records.slice(0, -1) })
    await runToEnd(candidate, log)
    await append(log, given.records.slice(-1))

    const run = runToEnd(candidate, log, { limits: { maxPending: ORDERS } })

    await expect(run).rejects.toMatchObject({ code: 'OU1304' })
  },
}

const unstalled: EngineTest = {
  title:
    'maxPending a run without an end that is over the limit tells which partition holds time back, and goes on with it',
  body: async (candidate) => {
    const given = drifting(HOUR_MS)
    const log = await filledLog(candidate, { ...given, records: given.records.slice(0, ORDERS) })
    const stop = new AbortController()
    const stalled: number[] = []
    let curated = 0

    await runOn(candidate, log, {
      signal: stop.signal,
      limits: { ...ONE_RECORD, maxPending: 10 },
      observer: {
        stalled: (partition) => {
          if (stalled.push(partition) === 1) void append(log, given.records.slice(ORDERS))
        },
      },
      probe: {
        onCommitted: ({ outputs }) => {
          curated += outputs.filter(({ output }) => output === 'curated').length
          if (curated === 2 * ORDERS) stop.abort()
        },
      },
    })

    expect(new Set(stalled)).toEqual(new Set([1]))
    await runToEnd(candidate, log)
    expect(await differencesOf(log, given)).toEqual([])
  },
}

const slowestOnly: EngineTest = {
  title: 'maxPending above the limit only the slowest partition is read, and a bounded run comes to its end',
  body: async (candidate) => {
    const given = drifting(HOUR_MS)
    const log = await filledLog(candidate, given)

    await runToEnd(candidate, log, { limits: { ...NO_DRIFT_LIMIT, maxPending: 10 } })

    expect(await differencesOf(log, given)).toEqual([])
  },
}

const ownTime: EngineTest = {
  title: 'maxPending a partition that holds back only itself is read to its end, however much is pending',
  body: async (candidate) => {
    const history = new RawHistory()
    for (let n = 0; n < ORDERS; n += 1) history.event({ orderId: `o${n}`, atMs: START_MS, payload: created() })
    const given = referenceCase({ name: '', about: '', rules: [], flush: false, ...history })
    const log = await filledLog(candidate, given)

    await runToEnd(candidate, log, { limits: { maxPending: 10 } })

    expect(await differencesOf(log, given)).toEqual([])
  },
}

/** Partitions are read in step in event time, and pending state is bounded (StepLimits). */
export const alignmentTests: readonly EngineTest[] = [
  aligned,
  overLimit,
  stillOverLimit,
  unstalled,
  slowestOnly,
  ownTime,
]
