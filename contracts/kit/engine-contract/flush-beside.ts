import { type Difference, differencesBetween } from '../differences.ts'
import { expectedOutputs } from '../expected-outputs.ts'
import type { GoldenCase } from '../golden-case.ts'
import type { OutputSequences } from '../output-sequences.ts'
import { type HistoryShape, randomCase } from '../random-history.ts'
import { readOutputs } from '../read-outputs.ts'
import { referenceCase } from '../reference-case.ts'
import { type FlushBesideOutcome, runFlushBeside } from '../run-flush-beside.ts'
import { failureLines } from '../verify.ts'
import type { EngineTest } from './engine-test.ts'

const SEEDS = 24
const FIRST_SEED = 1
/** Of one partition whatever is handled was all there at one moment. */
const SHAPES: readonly HistoryShape[] = [2, 3, 4].map((partitions) => ({ partitions, size: 90 }))

const historyOf = (seed: number): GoldenCase => randomCase(seed, SHAPES[seed % SHAPES.length])

/** How the outputs differ from those of a flush that declares the first `size` records of the history complete. */
const differencesAt = (seed: number, { raw }: FlushBesideOutcome, outputs: OutputSequences, size: number) => {
  const given = historyOf(seed)
  const complete = referenceCase({ ...given, records: given.records.slice(0, size), flush: true })
  return differencesBetween(expectedOutputs(complete, raw.slice(0, size)), outputs)
}

const flushBeside = (seed: number): EngineTest => ({
  title: `E5 a flush beside instances that run without it declares complete what the log held at one moment, seed ${seed}`,
  body: async (candidate) => {
    const outcome = await runFlushBeside({ ...candidate, case: historyOf(seed), seed })
    const failed = (reason: string, differences: readonly Difference[]): never => {
      throw new Error(failureLines({ schedule: `seed ${seed}`, reason, differences }).join('\n'))
    }
    if (outcome.failure !== undefined) failed(outcome.failure, [])
    const outputs = await readOutputs(outcome.log)
    const found = outcome.moments.map((size) => differencesAt(seed, outcome, outputs, size))
    if (found.every((differences) => differences.length > 0))
      failed('the outputs are those of no moment since the flush was asked for; the first', found[0] ?? [])
  },
})

/** A flush while other instances run without it and the log grows: they take part as soon as they hear of it (E5). */
export const flushBesideTests = (): readonly EngineTest[] =>
  Array.from({ length: SEEDS }, (_, n) => flushBeside(FIRST_SEED + n))
