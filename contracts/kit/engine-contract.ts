import { alignmentTests } from './engine-contract/alignment.ts'
import { boundedRunTests } from './engine-contract/bounded-runs.ts'
import { crewTests } from './engine-contract/crews.ts'
import { deadLetterTests } from './engine-contract/dead-letters.ts'
import { edgeTests } from './engine-contract/edges.ts'
import type { Candidate, EngineTest } from './engine-contract/engine-test.ts'
import { flushBesideTests } from './engine-contract/flush-beside.ts'
import { forgettingTests } from './engine-contract/forgetting.ts'
import { goldenCaseTests, randomHistoryTests } from './engine-contract/golden-cases.ts'
import { manyPartitionTests } from './engine-contract/many-partitions.ts'
import { pinnedTests } from './engine-contract/pinned-bytes.ts'
import { type Gap, planTests } from './engine-contract/plan.ts'
import { reportTests } from './engine-contract/reports.ts'
import { restartTests } from './engine-contract/restarts.ts'
import { stepTests } from './engine-contract/steps.ts'

export interface EngineContractOptions extends Candidate {
  readonly name: string
  /** What the engine lacks: its tests are left out, with the reason, and must indeed fail. */
  readonly lacks: readonly Gap[]
}

/** Every test of the engine contract. */
export const engineTests = (): readonly EngineTest[] => [
  ...goldenCaseTests(),
  ...pinnedTests,
  ...edgeTests,
  ...deadLetterTests,
  ...boundedRunTests,
  ...restartTests,
  ...forgettingTests,
  ...stepTests,
  ...alignmentTests,
  ...manyPartitionTests,
  ...reportTests,
  ...randomHistoryTests(),
]

/** What an engine has to pass on top whose tasks are shared by several instances. */
export const sharingEngineTests = (): readonly EngineTest[] => [...crewTests(), ...flushBesideTests()]

/**
 * The contract as tests that any engine passes: every golden case in every mode, every dead letter code, bounded and
 * resumed runs, bounded steps, alignment, and histories drawn from seeds. Uses the globals of jest.
 */
export const describeEngineContract = ({ name, lacks, ...candidate }: EngineContractOptions): void => {
  describe(`engine contract: ${name}`, () => {
    const tests = candidate.movesTasks === true ? [...engineTests(), ...sharingEngineTests()] : engineTests()
    for (const { title, skip, body } of planTests(tests, lacks)) (skip ? test.skip : test)(title, () => body(candidate))
  })
}
