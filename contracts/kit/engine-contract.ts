import { alignmentTests } from './engine-contract/alignment.ts'
import { boundedRunTests } from './engine-contract/bounded-runs.ts'
import { deadLetterTests } from './engine-contract/dead-letters.ts'
import type { Candidate, EngineTest } from './engine-contract/engine-test.ts'
import { goldenCaseTests, randomHistoryTests } from './engine-contract/golden-cases.ts'
import { reportTests } from './engine-contract/reports.ts'
import { restartTests } from './engine-contract/restarts.ts'
import { stepTests } from './engine-contract/steps.ts'
import { LIMITS, RULES, rulesOf } from './rules.ts'

/** A rule or step limit that an engine does not keep yet. */
export interface Gap {
  readonly rule: string
  readonly because: string
}

export interface EngineContractOptions extends Candidate {
  readonly name: string
  /** What the engine lacks: its tests are skipped, with the reason, and must indeed fail. */
  readonly lacks: readonly Gap[]
}

/** Every test of the engine contract. */
export const engineTests = (): readonly EngineTest[] => [
  ...goldenCaseTests(),
  ...deadLetterTests,
  ...boundedRunTests,
  ...restartTests,
  ...stepTests,
  ...alignmentTests,
  ...reportTests,
  ...randomHistoryTests(),
]

const fails = async ({ body }: EngineTest, candidate: Candidate): Promise<boolean> =>
  body(candidate).then(
    () => false,
    () => true,
  )

/** Fails where a gap names nothing that is tested, or where all tests that it skips would pass. */
const describeGap = ({ rule, because }: Gap, tests: readonly EngineTest[], candidate: Candidate): void => {
  test(`lacks ${rule}, because ${because}`, async () => {
    expect([...RULES, ...LIMITS]).toContain(rule)
    for (const each of tests) if (await fails(each, candidate)) return
    throw new Error(`every test of ${rule} passes: take it out of lacks`)
  })
}

/**
 * The contract as tests that any engine passes: every golden case in every mode, every dead letter code, bounded and
 * resumed runs, bounded steps, alignment, and histories drawn from seeds. Uses the globals of jest.
 */
export const describeEngineContract = ({ name, lacks, ...candidate }: EngineContractOptions): void => {
  const tests = engineTests()
  describe(`engine contract: ${name}`, () => {
    for (const each of tests) {
      const gap = lacks.find(({ rule }) => rulesOf(each.title).includes(rule))
      if (gap === undefined) test(each.title, () => each.body(candidate))
      else test.skip(`${each.title} (lacks ${gap.rule}, because ${gap.because})`, () => {})
    }
    for (const gap of lacks) {
      const skipped = tests.filter(({ title }) => rulesOf(title).includes(gap.rule))
      describeGap(gap, skipped, candidate)
    }
  })
}
