import { describeClaiming } from './sink-contract/claiming.ts'
import { describeConflicts } from './sink-contract/conflicts.ts'
import { describeCrashingLoader } from './sink-contract/crashing-loader.ts'
import { describeLoading } from './sink-contract/loading.ts'
import { describeMeetingLoaders } from './sink-contract/meeting-loaders.ts'
import { type SinkCandidate, sinkBench } from './sink-contract/sink-bench.ts'

export interface SinkContractOptions extends SinkCandidate {
  readonly name: string
}

/**
 * The contract of a sink, loader and database together, as tests: tables that are a fold of the topics, whatever comes
 * twice, in whatever order, whoever dies or meets whom. Each test has a database of its own, and closes it.
 */
export const describeSinkContract = ({ name, ...candidate }: SinkContractOptions): void => {
  describe(`sink contract: ${name}`, () => {
    const bench = sinkBench(candidate)
    describeLoading(bench)
    describeCrashingLoader(bench)
    describeClaiming(bench)
    describeConflicts(bench)
    describeMeetingLoaders(bench)
  })
}
