import { type ClaimedTask, OUTPUT_TOPICS, RAW_TOPIC, type RunSummary } from '@order-up/contracts'
import type { Fault } from '@order-up/contracts/kit'
import { createDataflowEngine } from '@order-up/engine-dataflow'
import { createSimpleEngine } from '@order-up/engine-simple'
import { createMemoryLog, type MemoryLog } from '@order-up/log'
import { generateOrders } from '@order-up/producer'
import type { Registry } from 'prom-client'
import { wallClock } from '../wall-clock.ts'
import { EngineVitals } from './engine-vitals.ts'
import { commonMetrics, engineMetrics, sinkMetrics } from './metrics.ts'
import { SinkVitals } from './sink-vitals.ts'
import { openStatusServer, type StatusServer } from './status-server.ts'
import { TaskBoard } from './task-board.ts'
import type { Vitals } from './vitals.ts'
import { watchLog } from './watch-log.ts'
import { watchSink } from './watch-sink.ts'

const PARTITIONS = 2
const EMPTY_REPORT = { inserted: 0, updated: 0, stale: 0, refused: 0, unconfirmed: 0, conflicts: [] }

let server: StatusServer
afterEach(() => server.close())

const get = async (path: string, method = 'GET') => {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method })
  return { status: response.status, text: await response.text() }
}

/** Values of a metric by its labels, without those that every sample has. */
const samples = (exposition: string, name: string, label: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    exposition
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`))
      .map((line) => [
        new RegExp(`${label}="([^"]*)"`).exec(line)?.[1] ?? '',
        Number(line.slice(line.lastIndexOf(' ') + 1)),
      ]),
  )

const filledLog = async (fault: () => Fault | undefined = () => undefined) => {
  const log = createMemoryLog({ partitions: PARTITIONS, fault })
  await log.append([...generateOrders({ partitions: PARTITIONS, schemaId: log.schemaId, count: 200, malformed: 0.1 })])
  return log
}

const serve = async (vitals: Vitals, registry = commonMetrics(vitals)): Promise<void> => {
  server = await openStatusServer({
    port: 0,
    vitals,
    metrics: registry,
    nowMs: wallClock.nowMs,
    about: () => ({ engine: 'simple' }),
  })
}

test('an engine is counted as it commits, and is ready with nothing left to read', async () => {
  const log = await filledLog()
  const vitals = new EngineVitals(wallClock.nowMs)
  const registry = commonMetrics(vitals)
  const metrics = engineMetrics(registry, 'simple', new TaskBoard())
  const witnesses = [vitals, metrics]
  await serve(vitals, registry)
  const before = [await get('/readyz'), await get('/startupz'), await get('/livez')].map(({ status }) => status)
  const stop = new AbortController()
  const watched = watchLog(log.connect({ name: 'simple' }), { witnesses, nowMs: wallClock.nowMs })
  const running = createSimpleEngine().run({
    log: watched,
    signal: stop.signal,
    timers: wallClock,
    observer: { advanced: metrics.advanced },
  })

  let lags = await vitals.lags()
  while (lags.length === 0 || lags.some(({ offset, end }) => offset < end)) {
    await wallClock.sleep(20, stop.signal)
    lags = await vitals.lags()
  }
  const during = [await get('/readyz'), await get('/startupz'), await get('/livez')].map(({ status }) => status)
  const status: unknown = JSON.parse((await get('/statusz')).text)
  const { text } = await get('/metrics')
  stop.abort()
  const summary: RunSummary = await running

  expect({ before, during }).toEqual({ before: [503, 503, 200], during: [200, 200, 200] })
  expect(status).toMatchObject({ engine: 'simple', phase: 'running', lags, health: { live: [], ready: [] } })
  expect(samples(text, 'order_up_records_in_total', 'topic')).toEqual({ [RAW_TOPIC]: summary.records })
  expect(samples(text, 'order_up_records_rejected_total', 'reason')).toEqual(summary.refused)
  expect(samples(text, 'order_up_records_out_total', 'topic')).toEqual(
    Object.fromEntries(
      Object.entries(summary.outputs)
        .filter(([, count]) => count > 0)
        .map(([name, count]) => [OUTPUT_TOPICS[name as keyof typeof OUTPUT_TOPICS], count]),
    ),
  )
  expect(samples(text, 'order_up_input_lag_records', 'partition')).toEqual({ 0: 0, 1: 0 })
  const watermarks = samples(text, 'order_up_watermark_timestamp_seconds', 'partition')
  expect(Object.keys(watermarks)).toEqual(['0', '1'])
  expect(Math.min(...Object.values(watermarks))).toBeGreaterThan(Date.UTC(2025, 0) / 1_000)
  expect(text).toContain('order_up_phase{phase="running",engine="simple"} 1')
  expect(text).toMatch(new RegExp(`order_up_txn_commit_seconds_count\\{engine="simple"\\} ${summary.commits}\\n`))
  expect(vitals.phase).toBe('standby')
})

/** An engine at work on `log`, seen as `engine run --http` sees it. */
const watchedRun = (log: MemoryLog, signal: AbortSignal) => {
  const vitals = new EngineVitals(wallClock.nowMs)
  const registry = commonMetrics(vitals)
  const board = new TaskBoard()
  const metrics = engineMetrics(registry, 'dataflow', board)
  const watched = watchLog(log.connect({ name: 'dataflow' }), { witnesses: [vitals, metrics], nowMs: wallClock.nowMs })
  const observer = { advanced: metrics.advanced, reporting: board.reporting }
  const done = createDataflowEngine().run({ log: watched, signal, timers: wallClock, observer })
  return { vitals, registry, done }
}

const timesIn = async ({ registry }: { readonly registry: Registry }): Promise<readonly string[]> =>
  Object.keys(samples(await registry.metrics(), 'order_up_watermark_timestamp_seconds', 'partition'))

const until = async (isMet: () => Promise<boolean>): Promise<void> => {
  while (!(await isMet())) await wallClock.sleep(20, new AbortController().signal)
}

test('instances that share the tasks of an engine tell of what they hold: each partition has one that tells its time', async () => {
  const log = await filledLog()
  const stop = new AbortController()
  const first = watchedRun(log, stop.signal)
  await serve(first.vitals, first.registry)
  const isDone = async (): Promise<boolean> =>
    (await first.vitals.lags()).length === PARTITIONS + PARTITIONS * PARTITIONS &&
    (await first.vitals.lags()).every(({ offset, end }) => offset === end)
  await until(isDone)
  const alone = [await timesIn(first), samples((await get('/metrics')).text, 'order_up_records_in_total', 'topic')]

  const second = watchedRun(log, stop.signal)
  await until(async () => (await timesIn(second)).length === 1)

  const shared = [...(await timesIn(first)), ...(await timesIn(second))].sort()
  stop.abort()
  await Promise.all([first.done, second.done])
  const raw = (await log.ends(RAW_TOPIC)).reduce((sum, { offset }) => sum + offset, 0)
  expect({ alone, shared }).toMatchObject({ alone: [['0', '1'], { [RAW_TOPIC]: raw }], shared: ['0', '1'] })
})

test('each task of an engine tells its records, its time, its state and how busy it is', async () => {
  const log = await filledLog()
  const stop = new AbortController()
  const { vitals, registry, done } = watchedRun(log, stop.signal)
  await serve(vitals, registry)
  const valuesOf = async (name: string): Promise<Readonly<Record<string, number>>> =>
    samples(await registry.metrics(), `order_up_task_${name}`, 'task')
  const raw = (await log.ends(RAW_TOPIC)).map(({ offset }) => offset)
  await until(async () => (await valuesOf('records_total'))['source-1'] === raw[1])
  await until(async () => (await valuesOf('records_total'))['source-0'] === raw[0])

  const [records, times, busy] = [
    await valuesOf('records_total'),
    await valuesOf('watermark_timestamp_seconds'),
    await valuesOf('busy_seconds_total'),
  ]
  stop.abort()
  await done

  expect(records).toEqual({ 'source-0': raw[0], 'source-1': raw[1], 'merge-0': 0, 'merge-1': 0 })
  expect(Math.min(...Object.values(times))).toBeGreaterThan(Date.UTC(2025, 0) / 1_000)
  expect(busy['source-0']).toBeGreaterThan(0)
  expect(await valuesOf('records_total')).toEqual({})
})

test('the lags of a task that moves away while its ends are asked for are left out', async () => {
  const vitals = new EngineVitals(wallClock.nowMs)
  await serve(vitals)
  const lost = new AbortController()
  const ends = async (): Promise<never> => {
    lost.abort()
    throw new Error('moved away')
  }
  vitals.claimed({ lost: lost.signal, positions: [], ends } as unknown as ClaimedTask)

  expect(await vitals.lags()).toEqual([])
})

test('E2 an engine that is superseded is counted as fenced', async () => {
  const log = await filledLog(() => 'fence')
  const vitals = new EngineVitals(wallClock.nowMs)
  const registry = commonMetrics(vitals)
  await serve(vitals, registry)
  const witnesses = [vitals, engineMetrics(registry, 'simple', new TaskBoard())]
  const watched = watchLog(log.connect({ name: 'simple' }), { witnesses, nowMs: wallClock.nowMs })
  const signal = new AbortController().signal

  const run = createSimpleEngine().run({ log: watched, signal, timers: wallClock, untilEnd: true })

  await expect(run).rejects.toMatchObject({ code: 'OU1501' })
  expect((await get('/metrics')).text).toContain('order_up_fenced_total{engine="simple"} 1')
})

test('a loader is counted by what became of its records', async () => {
  const reader = { ends: async (topic: string) => [{ topic, partition: 0, offset: 9 }] }
  const vitals = new SinkVitals(reader, wallClock.nowMs)
  const registry = commonMetrics(vitals)
  await serve(vitals, registry)
  const sink = watchSink(
    {
      claim: async () => [{ topic: OUTPUT_TOPICS.curated, partition: 0, offset: 4 }],
      load: async () => ({ ...EMPTY_REPORT, inserted: 2, stale: 1 }),
      close: async () => {},
    },
    [vitals, sinkMetrics(registry)],
    wallClock.nowMs,
  )

  const early = await get('/readyz')
  await sink.claim({ group: 'g', logId: 'l', partitions: 1 })
  const claimed = await vitals.lags()
  await sink.load({ output: 'curated', spans: [{ partition: 0, fromOffset: 4, nextOffset: 7 }], records: [] })
  const { text } = await get('/metrics')

  expect([early.status, (await get('/readyz')).status]).toEqual([503, 200])
  expect(claimed).toContainEqual({ topic: OUTPUT_TOPICS.curated, partition: 0, offset: 4, end: 9 })
  expect(samples(text, 'order_up_input_lag_records', 'topic')).toMatchObject({ [OUTPUT_TOPICS.curated]: 2 })
  expect(samples(text, 'order_up_sink_rows_total', 'op')).toMatchObject({ inserted: 2, updated: 0, stale: 1 })
})

test('a log that does not answer makes it unready, not dead, and leaves the other metrics', async () => {
  await serve({ phase: 'running', movedMs: 0, lags: () => Promise.reject(new Error('no broker')) })

  const [ready, live, metrics] = await Promise.all([get('/readyz'), get('/livez'), get('/metrics')])

  expect(ready).toEqual({ status: 503, text: 'the log does not answer\n' })
  expect(live.status).toBe(200)
  expect(metrics.text).toContain('order_up_phase{phase="running"} 1')
  expect(metrics.text).not.toContain('order_up_input_lag_records{')
})

test('other paths and methods are refused, and a taken port is OU1205', async () => {
  const vitals: Vitals = { phase: 'starting', movedMs: 0, lags: async () => [] }
  await serve(vitals)
  const again = openStatusServer({
    port: server.port,
    vitals,
    metrics: commonMetrics(vitals),
    nowMs: wallClock.nowMs,
    about: () => ({}),
  })

  await expect(again).rejects.toMatchObject({ code: 'OU1205' })
  expect([(await get('/constructor')).status, (await get('/metrics', 'POST')).status]).toEqual([404, 405])
})
