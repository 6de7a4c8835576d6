import {
  type LoadBatch,
  type LoadReport,
  OrderUpError,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type Sink,
  type Timers,
  type TopicReader,
} from '@order-up/contracts'
import { describeSinkContract, turnTimers } from '@order-up/contracts/kit'
import { createMemoryDatabase } from '../testing/memory-database.ts'
import { type Loaded, runSink } from './run-sink.ts'

describeSinkContract({ name: 'memory', create: createMemoryDatabase, run: runSink })

const PARTITIONS = 2

/** A reader of endless curated records in batches of ten, and how many of them it was asked for. */
const endless = () => {
  const state = { read: 0 }
  const reader: TopicReader = {
    logId: 'endless',
    partitions: PARTITIONS,
    ends: async (topic) => [0, 1].map((partition) => ({ topic, partition, offset: 0 })),
    read: async function* (_, signal) {
      while (!signal.aborted) {
        const fromOffset = state.read
        state.read += 10
        const records = Array.from({ length: 10 }, (_, at) => ({
          offset: fromOffset + at,
          timestampMs: 0,
          key: null,
          value: Buffer.alloc(1),
        }))
        const topic = OUTPUT_TOPICS.curated
        yield { topic, partition: 0, records, nextOffset: state.read, endOffset: state.read + 10 }
        await new Promise(setImmediate)
      }
    },
  }
  return { state, reader }
}

const REPORT: LoadReport = { inserted: 0, updated: 0, stale: 0, refused: 0, unconfirmed: 0, conflicts: [] }

/** A sink whose loads do what `load` says. */
const sinkThat = (load: (batch: LoadBatch) => Promise<LoadReport>): Sink => ({
  claim: async () =>
    OUTPUT_NAMES.flatMap((output) =>
      [0, 1].map((partition) => ({ topic: OUTPUT_TOPICS[output], partition, offset: 0 })),
    ),
  load,
  close: async () => {},
})

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate)
}

test('a database that is slow holds reading back at two loads beside those on their way', async () => {
  const stop = new AbortController()
  const { state, reader } = endless()
  let release = (): void => {}
  const held = new Promise<LoadReport>((resolve) => {
    release = () => resolve(REPORT)
  })
  const run = runSink({
    reader,
    sink: sinkThat(() => held),
    signal: stop.signal,
    timers: turnTimers(),
    limits: { maxRecords: 20 },
  })

  await turns(100)
  const read = state.read
  stop.abort()
  release()
  await run

  expect(read).toBeLessThanOrEqual(80)
})

test('a signal ends a run after the loads on their way, and what they loaded is told', async () => {
  const stop = new AbortController()
  const loaded: Loaded[] = []
  const sink = sinkThat(async (batch) => {
    if (batch.spans[0]!.nextOffset >= 60) stop.abort()
    return { ...REPORT, inserted: batch.records.length }
  })

  const summary = await runSink({
    reader: endless().reader,
    sink,
    signal: stop.signal,
    timers: turnTimers(),
    limits: { maxRecords: 20 },
    loaded: (load) => loaded.push(load),
  })

  const { records, inserted } = summary.tables.curated
  expect({ inserted, loads: summary.loads }).toEqual({ inserted: records, loads: loaded.length })
  expect(loaded.at(-1)).toEqual({
    output: 'curated',
    positions: [{ topic: OUTPUT_TOPICS.curated, partition: 0, offset: records }],
    report: { ...REPORT, inserted: loaded.at(-1)!.report.inserted },
  })
})

test('the first record after a lull waits a little for others', async () => {
  const stop = new AbortController()
  const sizes: number[] = []
  const timers: Timers = { sleep: async () => turns(8) }
  const sink = sinkThat(async ({ records }) => {
    sizes.push(records.length)
    stop.abort()
    return REPORT
  })

  await runSink({ reader: endless().reader, sink, signal: stop.signal, timers, limits: { maxRecords: 1_000 } })

  expect(sizes[0]).toBeGreaterThan(50)
})

test('what a load or the reader throws ends the run', async () => {
  const { signal } = new AbortController()
  const broken: TopicReader = {
    ...endless().reader,
    // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
    read: async function* () {
      throw new Error('the reader broke')
    },
  }
  const refusing = sinkThat(async () => {
    throw new OrderUpError('OU1502')
  })
  const options = { signal, timers: turnTimers() }

  const failures = [
    runSink({ ...options, reader: endless().reader, sink: refusing }),
    runSink({ ...options, reader: broken, sink: sinkThat(async () => REPORT) }),
  ].map((run) => run.catch(({ message }: Error) => message))

  expect(await Promise.all(failures)).toEqual(['another loader has taken over', 'the reader broke'])
})

test('a run that is stopped while the database is away ends with what it has loaded', async () => {
  const stop = new AbortController()
  const away = sinkThat(async () => {
    stop.abort()
    throw new OrderUpError('OU1201')
  })

  const summary = await runSink({ reader: endless().reader, sink: away, signal: stop.signal, timers: turnTimers() })

  expect(summary.loads).toBe(0)
})
