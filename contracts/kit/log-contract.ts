import { describeAppending } from './log-contract/appending.ts'
import { describeCommitting } from './log-contract/committing.ts'
import { describeCopying } from './log-contract/copying.ts'
import { describeCrashing } from './log-contract/crashing.ts'
import { describeDecidingSchemas } from './log-contract/deciding-schemas.ts'
import { describeOwning } from './log-contract/owning.ts'
import { describeReading } from './log-contract/reading.ts'
import { describeRestoring } from './log-contract/restoring.ts'
import { describeShadowing } from './log-contract/shadowing.ts'
import { describeSharing } from './log-contract/sharing.ts'
import { type CreateClosableLog, testBench } from './log-contract/test-bench.ts'
import { describeWaitingForReaders } from './log-contract/waiting-for-readers.ts'

/** What a log may do without. */
export type LogFeature = 'backpressure'

export interface LogContractOptions {
  readonly name: string
  readonly create: CreateClosableLog
  /** What the log lacks: the tests of it are left out, with the reason in their titles. */
  readonly lacks: readonly { readonly feature: LogFeature; readonly because: string }[]
}

/**
 * The contract of the log's ports as tests that any implementation passes. Each test creates logs of its own, and closes
 * them; nothing in it waits for time to pass.
 */
export const describeLogContract = ({ name, create, lacks }: LogContractOptions): void => {
  const gapIn = (feature: LogFeature): string | undefined => lacks.find((gap) => gap.feature === feature)?.because

  describe(`log contract: ${name}`, () => {
    const bench = testBench(create)
    describeAppending(bench)
    describeReading(bench)
    describeCommitting(bench)
    describeRestoring(bench)
    describeCopying(bench)
    describeSharing(bench)
    describeCrashing(bench)
    describeOwning(bench)
    describeShadowing(bench)
    describeDecidingSchemas(bench)
    describeWaitingForReaders(bench, gapIn('backpressure'))
  })
}
