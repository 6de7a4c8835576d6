import { encodeOrderEvent } from '../../src/event-codec.ts'
import { frame } from '../../src/framing.ts'
import { outputCodecs } from '../../src/output-codecs.ts'
import { ORDER_EVENT_SCHEMA } from '../../src/schemas.ts'
import type { CaseRecord, GoldenCase } from '../golden-case.ts'
import { probeLog } from '../probe-log.ts'
import { created, RawHistory, START_MS } from '../raw-history.ts'
import { readOutputs } from '../read-outputs.ts'
import { referenceCase } from '../reference-case.ts'
import type { TestLog } from '../test-log.ts'
import { turnTimers } from '../turn-timers.ts'
import { append, type Candidate, differencesOf, type EngineTest, filledLog, runOn, runToEnd } from './engine-test.ts'

const ONE_RECORD = { maxRecords: 1, maxChanges: 1, commitIntervalMs: 0 }

const orders = (count: number, partitions = 1): GoldenCase => {
  const history = new RawHistory(partitions)
  for (let n = 0; n < count; n += 1)
    history.event({ partition: n % partitions, orderId: `o${n}`, atMs: START_MS + n * 60_000, payload: created() })
  return referenceCase({ name: 'orders', about: '', rules: [], flush: false, ...history })
}

/** A bounded run that sees the first `partitions` partitions of `log` as all there are. */
const runOnPart = (candidate: Candidate, log: TestLog, partitions: number): Promise<unknown> => {
  const engine = candidate.create()
  const seen = { ...probeLog(log.connect({ name: engine.name }), {}), partitions }
  return engine.run({ log: seen, timers: turnTimers(), signal: new AbortController().signal, untilEnd: true })
}

const otherPartitions = (before: number, after: number): EngineTest => ({
  title: `E3 an engine that has noted ${before} partitions refuses ${after} with OU1301, and commits nothing`,
  body: async (candidate) => {
    const { records } = orders(6, before)
    const log = await filledLog(candidate, { records, partitions: Math.max(before, after) })
    await runOnPart(candidate, log, before)
    const { commits } = log

    const run = runOnPart(candidate, log, after)

    await expect(run).rejects.toMatchObject({ code: 'OU1301' })
    expect(log.commits).toBe(commits)
  },
})

const WRITER_ID = 77

/** The n-th order, its value framed with an id that a registry decides about. */
const framedWith = (schemaId: number, n: number): CaseRecord => {
  const orderId = `o${n}`
  const body = encodeOrderEvent({
    event_id: `00000000-0000-4000-8000-00000000000${n}`,
    event_type: 'ORDER_CREATED',
    event_ts: START_MS,
    order_id: orderId,
    schema_version: 1,
    payload: created(),
  })
  const content = { kind: 'value', value: frame(schemaId, body) } as const
  return { partition: 0, offset: n, timestampMs: START_MS, key: Buffer.from(orderId), content }
}

/** For each raw record whether it was curated, or the code of its letter. */
const verdicts = async (log: TestLog): Promise<readonly string[]> => {
  const { curated, dlq } = await readOutputs(log)
  const letters = dlq.flat().map(({ body }) => outputCodecs.dlq.decode(frame(0, body ?? Buffer.alloc(0))))
  return [...curated.flat().map(() => 'curated'), ...letters.map(({ error_code }) => error_code)]
}

const decidedOnce = (before: string | undefined, after: string | undefined, verdict: string): EngineTest['body'] => {
  const answer = (registry: Map<number, string>, text: string | undefined): void => {
    if (text === undefined) registry.delete(WRITER_ID)
    else registry.set(WRITER_ID, text)
  }
  return async (candidate: Candidate) => {
    const registry = new Map<number, string>()
    const log = candidate.createLog({ partitions: 1, registry })
    answer(registry, before)
    await append(log, [framedWith(WRITER_ID, 0)])
    await runToEnd(candidate, log)
    answer(registry, after)
    await append(log, [framedWith(WRITER_ID, 1)])

    await runToEnd(candidate, log)

    expect(await verdicts(log)).toEqual([verdict, verdict])
  }
}

const withoutAsking: EngineTest = {
  title: 'V3 ids that no registry can hand out are unknown, whatever it answers',
  body: async (candidate) => {
    const ids = [0, 2_147_483_648, 4_294_967_295]
    const log = candidate.createLog({ partitions: 1, registry: new Map(ids.map((id) => [id, ORDER_EVENT_SCHEMA])) })
    await append(log, ids.map(framedWith))

    await runToEnd(candidate, log)

    expect(await verdicts(log)).toEqual(ids.map(() => 'UNKNOWN_SCHEMA_ID'))
  },
}

const asked: EngineTest = {
  title: 'V3 the greatest id that a registry can hand out stands for what it says',
  body: async (candidate) => {
    const greatestId = 2_147_483_647
    const log = candidate.createLog({ partitions: 1, registry: new Map([[greatestId, ORDER_EVENT_SCHEMA]]) })
    await append(log, [framedWith(greatestId, 0)])

    await runToEnd(candidate, log)

    expect(await verdicts(log)).toEqual(['curated'])
  },
}

const live: EngineTest = {
  title: 'E3 a run without an end goes on as the log grows and ends with its signal, and another resumes it',
  body: async (candidate) => {
    const given = orders(12, 2)
    const log = await filledLog(candidate, { ...given, records: given.records.slice(0, 4) })
    const stop = new AbortController()
    const waiting = given.records.slice(4, 8)
    let curated = 0
    const run = runOn(candidate, log, {
      signal: stop.signal,
      limits: ONE_RECORD,
      probe: {
        onCommitted: async ({ outputs }) => {
          curated += outputs.filter(({ output }) => output === 'curated').length
          if (curated === 4) await append(log, waiting.splice(0))
          if (curated === 8) stop.abort()
        },
      },
    })

    await run

    await append(log, given.records.slice(8))
    await runToEnd(candidate, log)
    expect(await differencesOf(log, given)).toEqual([])
  },
}

const standby: EngineTest = {
  title: 'E1 E2 E3 a standby takes over from an instance that crashed, and nothing is lost or doubled',
  body: async (candidate) => {
    const given = orders(12, 2)
    const log = await filledLog(candidate, given, { fault: (commit) => (commit === 5 ? 'crash-after' : undefined) })

    const instances = [1, 2].map(() => runToEnd(candidate, log, { limits: ONE_RECORD }))

    const ends = (await Promise.allSettled(instances)).map(({ status }) => status)
    expect(ends.sort()).toEqual(['fulfilled', 'rejected'])
    expect(await differencesOf(log, given)).toEqual([])
  },
}

/** What outlives an instance: P, the meaning of schema ids, and everything that was committed. */
export const restartTests: readonly EngineTest[] = [
  otherPartitions(3, 2),
  otherPartitions(2, 3),
  {
    title: 'V3 a schema id that was known stays so after a restart, though the registry has lost it',
    body: decidedOnce(ORDER_EVENT_SCHEMA, undefined, 'curated'),
  },
  {
    title: 'V3 a schema id that was unknown stays so after a restart, though the registry has learnt it',
    body: decidedOnce(undefined, ORDER_EVENT_SCHEMA, 'UNKNOWN_SCHEMA_ID'),
  },
  withoutAsking,
  asked,
  live,
  standby,
]
