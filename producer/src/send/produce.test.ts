import { RAW_TOPIC, type RawAppend, type RawWriter } from '@order-up/contracts'
import { createMemoryLog, type MemoryLog } from '@order-up/log'
import { partitionOfRecord } from '../../kit/reference-run.ts'
import { generateOrders } from '../generate/generate-orders.ts'
import { atRate, whenDue } from './pace.ts'
import { type Clock, produce } from './produce.ts'

/** A clock that moves only when somebody sleeps. */
class SleepClock implements Clock {
  #nowMs = 1_000_000

  nowMs(): number {
    return this.#nowMs
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) this.#nowMs += ms
    await new Promise(setImmediate)
  }
}

/** A writer that notes when each record was appended. */
const notingWriter = (clock: Clock): RawWriter & { readonly appended: { atMs: number; record: RawAppend }[] } => {
  const appended: { atMs: number; record: RawAppend }[] = []
  const append: RawWriter['append'] = async (records) => {
    for (const record of records) appended.push({ atMs: clock.nowMs(), record })
  }
  return { partitions: 4, schemaId: 1, appended, append }
}

const never = new AbortController().signal
const recordsAt = (times: readonly number[]): readonly RawAppend[] =>
  times.map((timestampMs) => ({ key: Buffer.from('A'), value: Buffer.from(String(timestampMs)), timestampMs }))

const readBack = async (log: MemoryLog): Promise<readonly (readonly RawAppend[])[]> => {
  const ends = await log.ends(RAW_TOPIC)
  const partitions = ends.map((): RawAppend[] => [])
  const left = new AbortController()
  let missing = ends.reduce((sum, { offset }) => sum + offset, 0)
  if (missing === 0) return partitions
  const starts = ends.map((end) => ({ ...end, offset: 0 }))
  for await (const { partition, records } of log.read(starts, left.signal)) {
    partitions[partition]!.push(...records.map(({ key, value, timestampMs }) => ({ key, value, timestampMs })))
    missing -= records.length
    if (missing === 0) left.abort()
  }
  return partitions
}

test('what is produced stands in the log, each partition in the order in which it was taken', async () => {
  const log = createMemoryLog({ partitions: 4 })
  const records = [...generateOrders({ partitions: 4, schemaId: log.schemaId, count: 700 })]
  const progress: number[] = []

  const produced = await produce({
    records,
    writer: log,
    clock: new SleepClock(),
    signal: never,
    observer: { sent: ({ records: sent }) => progress.push(sent) },
  })

  const expected = [0, 1, 2, 3].map((partition) =>
    records
      .filter((record) => partitionOfRecord(record, 4) === partition)
      .map(({ key, value, timestampMs }) => ({ key, value, timestampMs })),
  )
  const bytes = records.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0)
  expect(await readBack(log)).toEqual(expected)
  expect(produced).toEqual({ records: records.length, bytes, unsent: 0 })
  expect(progress).toEqual(records.map((_, index) => index + 1).filter((n) => n % 500 === 0 || n === records.length))
})

test('a large record ends its append', async () => {
  const sizes: number[] = []
  const clock = new SleepClock()
  const append: RawWriter['append'] = async (records) => void sizes.push(records.length)
  const records = Array.from({ length: 5 }, () => ({
    key: null,
    value: Buffer.alloc(300_000),
    timestampMs: 1,
    partition: 0,
  }))

  await produce({ records, writer: { partitions: 1, schemaId: 1, append }, clock, signal: never })

  expect(sizes).toEqual([2, 2, 1])
})

test('records are sent at a rate, neither early nor much later', async () => {
  const clock = new SleepClock()
  const writer = notingWriter(clock)

  await produce({ records: recordsAt(Array(1_000).fill(1)), writer, pace: atRate(200), clock, signal: never })

  const delays = writer.appended.map(({ atMs }, index) => atMs - (1_000_000 + index * 5))
  expect(writer.appended.length).toBe(1_000)
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...delays)).toBeLessThanOrEqual(20)
})

test('records are sent when they are due, what is due already before the wait for the next', async () => {
  const clock = new SleepClock()
  const writer = notingWriter(clock)
  const hourMs = 3_600_000
  const times = [999_000, 1_000_000, 1_000_500, 1_000_500, 1_000_510, 1_000_000 + hourMs]

  await produce({ records: recordsAt(times), writer, pace: whenDue, clock, signal: never })

  expect(writer.appended.map(({ atMs }) => atMs - 1_000_000)).toEqual([0, 0, 500, 500, 520, hourMs])
})

test('a stop sends what has been taken, leaves the rest, and closes the source', async () => {
  const log = createMemoryLog({ partitions: 4 })
  const stop = new AbortController()
  let [taken, closed] = [0, false]
  const source = function* () {
    try {
      for (const record of generateOrders({ partitions: 4, schemaId: log.schemaId })) {
        taken += 1
        if (taken === 1_234) stop.abort()
        yield record
      }
    } finally {
      closed = true
    }
  }

  const produced = await produce({ records: source(), writer: log, clock: new SleepClock(), signal: stop.signal })

  expect({ ...produced, bytes: 0, taken, closed }).toEqual({
    records: 1_233,
    bytes: 0,
    unsent: 0,
    taken: 1_234,
    closed: true,
  })
  expect((await readBack(log)).flat().length).toBe(1_233)
})

test('a stop during a wait does not wait any longer', async () => {
  const stop = new AbortController()
  const clock = new SleepClock()
  const writer = notingWriter(clock)
  const hourMs = 3_600_000
  const interrupted: Clock = {
    nowMs: () => clock.nowMs(),
    sleep: async (ms, signal) => {
      if (clock.nowMs() > 1_300_000) stop.abort()
      await clock.sleep(ms, signal)
    },
  }

  const records = recordsAt([1_000_000, 1_000_000 + hourMs])
  const produced = await produce({ records, writer, pace: whenDue, clock: interrupted, signal: stop.signal })

  expect(produced).toEqual({ records: 1, bytes: 8, unsent: 0 })
  expect(clock.nowMs()).toBeLessThan(1_400_000)
})

test('a stop gives up on a log that stays full, and says what was not sent', async () => {
  const stop = new AbortController()
  const clock = new SleepClock()
  let appends = 0
  const append: RawWriter['append'] = async (_, signal) => {
    appends += 1
    if (appends === 1) return
    stop.abort()
    await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  }

  const produced = await produce({
    records: recordsAt(Array(2_000).fill(1)),
    writer: { partitions: 1, schemaId: 1, append },
    clock,
    signal: stop.signal,
  })

  expect({ produced, appends }).toEqual({ produced: { records: 500, bytes: 1_000, unsent: 500 }, appends: 2 })
  expect(clock.nowMs()).toBeGreaterThanOrEqual(1_002_000)
})

test('what the log or the source throws is thrown', async () => {
  const clock = new SleepClock()
  const broken = new Error('broker gone')
  const append: RawWriter['append'] = async () => {
    throw broken
  }
  const source = async function* () {
    yield* recordsAt([1])
    throw broken
  }

  await expect(
    produce({ records: recordsAt([1]), writer: { partitions: 1, schemaId: 1, append }, clock, signal: never }),
  ).rejects.toBe(broken)
  await expect(produce({ records: source(), writer: notingWriter(clock), clock, signal: never })).rejects.toBe(broken)
})
