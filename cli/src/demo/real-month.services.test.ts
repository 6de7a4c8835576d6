import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type LogRecord, ORDER_EVENT_SCHEMA, OrderUpError, partitionOf, type Sink } from '@order-up/contracts'
import { CrashError, type Fault, referenceOutputs } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { describeWithPostgres, freshSchema } from '@order-up/local/kit'
import { createMemoryLog, type MemoryLog, ORDER_EVENT_ID } from '@order-up/log'
import { Random, readRawLines } from '@order-up/producer'
import { connectDatabase, openPostgresSink, runSink } from '@order-up/sink'
import { expectedTables } from '../testing/expected-tables.ts'
import { tableDifferences } from '../testing/found-tables.ts'
import { wallClock } from '../wall-clock.ts'
import { openLoader } from './open-loader.ts'
import { runEngineOn } from './run-engine.ts'
import { type Load, type RunEngine, runPipeline } from './run-pipeline.ts'
import { watchCommits } from './watch-commits.ts'

const MONTH = fileURLToPath(new URL('../../../../../shared/data/retail-2010-12.jsonl.gz', import.meta.url))
const PARTITIONS = 4
const CRASHES = 25
const SEED = 20_101_201
const NONE = { orders: [], customers: [], order_metrics: [], late_orders: [], dead_letters: [] }

const readMonth = () => readRawLines(MONTH, { schemaId: ORDER_EVENT_ID, partitions: PARTITIONS })

/** What the batch reference makes of the month. */
const referenceTables = async () => {
  const records: LogRecord[][] = Array.from({ length: PARTITIONS }, () => [])
  for await (const { key, value, timestampMs, partition } of readMonth()) {
    const log = records[partition ?? partitionOf(key!, PARTITIONS)]!
    log.push({ offset: log.length, key, value, timestampMs })
  }
  const schemaText = (id: number): string | null => (id === ORDER_EVENT_ID ? ORDER_EVENT_SCHEMA : null)
  return expectedTables(referenceOutputs({ partitions: PARTITIONS, records, schemaText, flush: true }))
}

interface Run {
  readonly log: MemoryLog
  readonly runEngine: RunEngine
  readonly load: Load
}

const runMonth = async (url: string, { log, runEngine, load }: Run) => {
  const signal = new AbortController().signal
  await runPipeline({ log, records: readMonth(), rate: 0, runEngine, load, clock: wallClock, signal })
  const client = await connectDatabase({ connectionString: url })
  try {
    return await tableDifferences(client, await referenceTables())
  } finally {
    await client.end()
  }
}

/** Starts a new instance of the engine whenever one has crashed or been superseded. */
const restarting =
  (log: MemoryLog): RunEngine =>
  async (run, committed) => {
    for (;;) {
      const watched = watchCommits(log.connect({ name: 'simple' }), committed)
      try {
        const limits = { maxRecords: 40, commitIntervalMs: 0 }
        return await createSimpleEngine().run({ ...run, log: watched, timers: wallClock, limits })
      } catch (failure) {
        const superseded = failure instanceof OrderUpError && failure.code === 'OU1501'
        if (!(failure instanceof CrashError) && !superseded) throw failure
      }
    }
  }

/** A budget of crashes, spent at random. */
const crashes = <Kind>(purpose: number, share: number, kinds: readonly Kind[]) => {
  const random = new Random(SEED, purpose)
  const dealt: Kind[] = []
  const next = (): Kind | undefined => {
    if (dealt.length === CRASHES || !random.chance(share)) return undefined
    const kind = random.pick(kinds)
    dealt.push(kind)
    return kind
  }
  return { dealt, next }
}

type SinkCrash = 'before a load' | 'during a load' | 'after a load'

/** Loads by one loader after the other: each dies where `next` says, or loses its connection while it loads. */
const crashingLoad =
  (url: string, log: MemoryLog, next: () => SinkCrash | undefined): Load =>
  async (signal, loaded) => {
    const admin = await connectDatabase({ connectionString: url })
    const cut = () =>
      admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'order-up sink' AND pid <> pg_backend_pid()`)
    const crashing = (sink: Sink): Sink => ({
      async claim(claim) {
        // A loader that died after its load was durable told nobody.
        const positions = await sink.claim(claim)
        loaded(positions)
        return positions
      },
      close: () => sink.close(),
      async load(batch) {
        const crash = next()
        if (crash === 'before a load') throw new CrashError()
        const [report] = await Promise.all([sink.load(batch), ...(crash === 'during a load' ? [cut()] : [])])
        if (crash === 'after a load') throw new CrashError()
        return report
      },
    })
    const address = { connectionString: url }
    const loadOnce = async (): Promise<void> => {
      const sink = await openPostgresSink({ address, timers: wallClock, random: Math.random, signal })
      const limits = { maxRecords: 100, lingerMs: 1 }
      await runSink({
        reader: log,
        sink: crashing(sink),
        signal,
        timers: wallClock,
        limits,
        loaded: ({ positions }) => loaded(positions),
      }).finally(() => sink.close())
    }
    while (!signal.aborted)
      await loadOnce().catch((failure: unknown) => {
        // A loader comes back after a crash, and where the server is too busy to answer it in time.
        const passing = failure instanceof OrderUpError && failure.code === 'OU1201'
        if (!(failure instanceof CrashError) && !passing) throw failure
      })
    await admin.end()
  }

const monthIsHere = existsSync(MONTH)
const title = monthIsHere
  ? 'the real month'
  : 'the real month (skipped: ../shared/data/retail-2010-12.jsonl.gz is not here)'

if (monthIsHere)
  await describeWithPostgres(title, (server) => {
    test('E4 O4 M3 C5 every row in PostgreSQL is that of the batch reference', async () => {
      const url = await freshSchema(server)
      const log = createMemoryLog({ partitions: PARTITIONS, maxUnread: 2_000 })
      const runEngine = runEngineOn({ create: createSimpleEngine, log, timers: wallClock })

      const { load, close } = await openLoader({ url, reader: log })

      const differences = await runMonth(url, { log, runEngine, load })
      await close()

      expect(differences).toEqual(NONE)
    })

    test(`E1 E2 E3 and so it is after ${2 * CRASHES} crashes of engine and loader, seed ${SEED}`, async () => {
      const url = await freshSchema(server)
      const engine = crashes<Fault>(1, 0.12, ['crash-before', 'crash-during', 'crash-after', 'fence'])
      const sink = crashes<SinkCrash>(2, 0.3, ['before a load', 'during a load', 'after a load'])
      const log = createMemoryLog({ partitions: PARTITIONS, maxUnread: 2_000, maxBatch: 100, fault: engine.next })

      const differences = await runMonth(url, {
        log,
        runEngine: restarting(log),
        load: crashingLoad(url, log, sink.next),
      })

      expect(differences).toEqual(NONE)
      expect([engine.dealt.length, sink.dealt.length]).toEqual([CRASHES, CRASHES])
    })
  })
else describe.skip(title, () => test('every row in PostgreSQL is that of the batch reference', () => {}))
