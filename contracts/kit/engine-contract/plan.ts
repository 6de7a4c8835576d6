import { LIMITS, RULES, rulesOf } from '../rules.ts'
import type { Candidate, EngineTest } from './engine-test.ts'

/** A rule or step limit that an engine does not keep yet. */
export interface Gap {
  readonly rule: string
  readonly because: string
}

/** A test as it is to be run or, for a declared gap, to be left out with its reason in the title. */
export interface PlannedTest extends EngineTest {
  readonly skip: boolean
}

const fails = async ({ body }: EngineTest, candidate: Candidate): Promise<boolean> =>
  body(candidate).then(
    () => false,
    () => true,
  )

/** Fails where a gap names no rule, or where every test that it leaves out would pass. */
const gapTest = ({ rule, because }: Gap, tests: readonly EngineTest[]): PlannedTest => ({
  title: `lacks ${rule}, because ${because}`,
  skip: false,
  body: async (candidate) => {
    if (![...RULES, ...LIMITS].some((known) => known === rule)) throw new Error(`there is no rule ${rule}`)
    for (const each of tests.filter(({ title }) => rulesOf(title).includes(rule)))
      if (await fails(each, candidate)) return
    throw new Error(`every test of ${rule} passes: take it out of lacks`)
  },
})

/**
 * What is to be run for an engine that lacks `lacks`: its tests, those of a gap left out, and for each gap one test that
 * fails as soon as the gap is closed.
 */
export const planTests = (tests: readonly EngineTest[], lacks: readonly Gap[]): readonly PlannedTest[] => [
  ...tests.map((each): PlannedTest => {
    const gap = lacks.find(({ rule }) => rulesOf(each.title).includes(rule))
    if (gap === undefined) return { ...each, skip: false }
    return { ...each, title: `${each.title} (lacks ${gap.rule}, because ${gap.because})`, skip: true }
  }),
  ...lacks.map((gap) => gapTest(gap, tests)),
]
