import type { EngineRun, RunSummary } from '@order-up/contracts'
import {
  type Difference,
  differencesBetween,
  expectedOutputs,
  type GoldenCase,
  type RawRecord,
  randomCase,
  rawRecords,
  readOutputs,
  referenceCase,
  runFlushBeside,
  type TestLog,
  turnTimers,
} from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { createDataflowEngine } from './engine.ts'
import { onMachines } from './testing/machines.ts'

const { name } = createDataflowEngine()

const namedEnds = async (log: TestLog): Promise<readonly number[]> =>
  JSON.parse((await log.connect({ name }).decide('flush')) ?? '[]') as number[]

interface Flushed {
  readonly given: GoldenCase
  readonly log: TestLog
  readonly raw: readonly RawRecord[]
}

/** How the outputs differ from those of a flush that declares complete exactly what is below the ends that were named. */
const differencesBelowEnds = async ({ given, log, raw }: Flushed): Promise<readonly Difference[]> => {
  const ends = await namedEnds(log)
  const records = given.records.filter(({ partition, offset }) => offset < (ends[partition] ?? 0))
  const complete = referenceCase({ ...given, records, flush: true })
  return differencesBetween(expectedOutputs(complete, raw), await readOutputs(log))
}

const SEEDS = Array.from({ length: 16 }, (_, n) => 101 + n)
test.each(SEEDS)(
  'E5 what a flush beside others handles ends exactly at the ends that it names, seed %i',
  async (seed) => {
    const given = randomCase(seed, { partitions: 1 + (seed % 4), size: 90 })

    const { log, raw, failure } = await runFlushBeside({
      case: given,
      create: onMachines(),
      createLog: createMemoryLog,
      seed,
    })

    expect(failure).toBeUndefined()
    expect(await differencesBelowEnds({ given, log, raw })).toEqual([])
  },
)

const filled = async (given: GoldenCase): Promise<Flushed> => {
  const log = createMemoryLog({ partitions: given.partitions })
  const raw = rawRecords(given.records, log.schemaId)
  await log.append(raw)
  return { given, log, raw }
}

const run = (log: TestLog, options: Partial<EngineRun> = {}): Promise<RunSummary> =>
  createDataflowEngine().run({
    log: log.connect({ name }),
    signal: new AbortController().signal,
    timers: turnTimers(),
    ...options,
  })

test('E5 a run that hears of a flush takes part in it to the end, and its summary has both', async () => {
  const flushed = await filled(randomCase(7, { partitions: 3, size: 60 }))
  const { log, given } = flushed
  let records = 0
  const asking = run(log, {
    limits: { maxRecords: 1, commitIntervalMs: 0 },
    observer: {
      committed: (step) => {
        records += step.records
        if (records === 20) void log.connect({ name }).decide('flush-asked', 'asked')
      },
    },
  })

  const summary = await asking

  expect(summary.records).toBe(given.records.length)
  expect(await namedEnds(log)).toEqual((await log.ends('orders.events.raw')).map(({ offset }) => offset))
  expect(await differencesBelowEnds(flushed)).toEqual([])
  await expect(run(log)).rejects.toMatchObject({ code: 'OU1302' })
})

test.each([{}, { untilEnd: true }, { flush: true }])(
  'E5 ends that were named without being asked for are kept by a run with %j',
  async (options) => {
    const flushed = await filled(randomCase(8, { partitions: 3, size: 60 }))
    const { log } = flushed
    await log.connect({ name }).decide('flush', JSON.stringify([3, 0, 5]))

    await run(log, options)

    expect(await differencesBelowEnds(flushed)).toEqual([])
  },
)
