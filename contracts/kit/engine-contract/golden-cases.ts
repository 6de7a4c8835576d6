import { bundledCases } from '../case-files.ts'
import type { GoldenCase } from '../golden-case.ts'
import { MODE_NAMES, MODES, type ModeName } from '../modes.ts'
import { randomCase } from '../random-history.ts'
import { failureLines, modeApplies, type VerifyOptions, verifyCase } from '../verify.ts'
import type { Candidate, EngineTest } from './engine-test.ts'

const FIRST_SEED = 1
const HISTORIES = 60
/** The plainest mode, the one of many bounded runs, and the one that mixes all others. */
const HISTORY_MODES: readonly ModeName[] = ['whole', 'grown', 'stormy']
/** Many histories in few storms find more than few histories in many. */
const RUNS_OF_HISTORY = 4
/** An engine of many tasks makes many commits, each like that of another task: every fifth is met. */
const STRIDE_OF_MANY_TASKS = 5

const verify = async (candidate: Candidate, options: Omit<VerifyOptions, keyof Candidate | 'seed'>): Promise<void> => {
  const stride = candidate.movesTasks === true ? STRIDE_OF_MANY_TASKS : 1
  const { failure } = await verifyCase({ ...candidate, seed: FIRST_SEED, stride, ...options })
  if (failure !== undefined) throw new Error(failureLines(failure).join('\n'))
}

const titleOf = ({ rules, name }: GoldenCase, mode: ModeName): string =>
  [...new Set([...rules, ...MODES[mode].rules]), name, MODES[mode].about].join(' ')

/** Every golden case in every mode in which it can be run. */
export const goldenCaseTests = (): readonly EngineTest[] =>
  bundledCases().flatMap((given) =>
    MODE_NAMES.filter((mode) => modeApplies(mode, given)).map((mode) => ({
      title: titleOf(given, mode),
      body: (candidate) => verify(candidate, { case: given, mode }),
    })),
  )

/** Histories drawn from seeds, which yield what the batch reference makes of them. */
export const randomHistoryTests = (): readonly EngineTest[] =>
  Array.from({ length: HISTORIES }, (_, n) => FIRST_SEED + n).map((seed) => ({
    title: `E1 E3 E4 a history drawn from seed ${seed} yields what the batch reference makes of it`,
    body: async (candidate) => {
      const given = randomCase(seed)
      for (const mode of HISTORY_MODES) await verify(candidate, { case: given, mode, maxRuns: RUNS_OF_HISTORY })
    },
  }))
