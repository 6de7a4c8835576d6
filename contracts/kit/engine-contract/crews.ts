import { bundledCases } from '../case-files.ts'
import { type Difference, differencesBetween } from '../differences.ts'
import { expectedOutputs } from '../expected-outputs.ts'
import type { GoldenCase } from '../golden-case.ts'
import { randomCase } from '../random-history.ts'
import { readOutputs } from '../read-outputs.ts'
import { runCrew } from '../run-crew.ts'
import { failureLines } from '../verify.ts'
import type { Candidate, EngineTest } from './engine-test.ts'

const SIZES = [1, 2, 3] as const
const SEEDS_OF_CASE = 2
const HISTORIES = 40
const FIRST_SEED = 1

const verify = async (candidate: Candidate, given: GoldenCase, instances: number, seed: number): Promise<void> => {
  const { log, raw, failure } = await runCrew({ ...candidate, case: given, instances, seed })
  const failed = (reason: string, differences: readonly Difference[]): never => {
    throw new Error(failureLines({ schedule: `seed ${seed}, ${instances} instances`, reason, differences }).join('\n'))
  }
  if (failure !== undefined) failed(failure, [])
  const differences = differencesBetween(expectedOutputs(given, raw), await readOutputs(log))
  if (differences.length > 0) failed('the outputs differ from what is expected', differences)
}

const caseTest = (given: GoldenCase, instances: number): EngineTest => ({
  title: `E1 E2 E3 E4 ${given.name} by ${instances} at once, while tasks move and instances come and go`,
  body: async (candidate) => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS_OF_CASE; seed += 1)
      await verify(candidate, given, instances, seed)
  },
})

const historyTest = (seed: number): EngineTest => ({
  title: `E1 E2 E3 E4 a history drawn from seed ${seed} by several instances at once`,
  body: async (candidate) => {
    for (const instances of SIZES) await verify(candidate, randomCase(seed), instances, seed)
  },
})

/**
 * Every case and many histories by one, two and three instances at once, on a log that moves tasks between commits, crashes
 * instances, stops them and puts them to sleep, by seeds.
 */
export const crewTests = (): readonly EngineTest[] => [
  ...bundledCases().flatMap((given) => SIZES.map((instances) => caseTest(given, instances))),
  ...Array.from({ length: HISTORIES }, (_, n) => historyTest(FIRST_SEED + n)),
]
