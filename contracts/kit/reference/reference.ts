import type { LogRecord } from '../../src/log-port.ts'
import { type Conservation, conservationOf } from './conservation.ts'
import { customerRowsOf } from './customers.ts'
import { lateOrdersOf } from './late-orders.ts'
import { metricRowsOf } from './metrics.ts'
import { outputsInOrder, type ReferenceOutputs } from './order-of-outputs.ts'
import { partitionResults } from './partition.ts'
import { commonTimeOf } from './time.ts'
import { validation } from './validation.ts'

/** A whole raw log. */
export interface ReferenceInput {
  /** Partitions of each topic (P). */
  readonly partitions: number
  /** Raw records by partition, in order of offset; a partition that is missing is empty. */
  readonly records: readonly (readonly LogRecord[])[]
  /** What a schema id stands for: its text, or null where it is unknown (V3). Asked once per id. */
  readonly schemaText: (id: number) => string | null
  /** The log is declared complete (E5); without it, only what the log has decided is there. */
  readonly flush: boolean
}

/** What one raw log yields, and where each of its records ended. */
export interface ReferenceRun {
  readonly outputs: ReferenceOutputs
  readonly conservation: Conservation
}

/**
 * The contract by itself, over a whole raw log in memory: the oracle against which engines are compared. Written for
 * clarity, one file a section of the contract, and sharing no rule with any engine. Throws OU1305 where the total of a
 * window or of a customer is beyond 15 digits.
 */
export const runReference = ({ partitions, records, schemaText, flush }: ReferenceInput): ReferenceRun => {
  const check = validation(schemaText)
  const results = Array.from({ length: partitions }, (_, partition) =>
    partitionResults(partition, records[partition] ?? [], check),
  )
  const timelines = results.map(({ timeline }) => timeline)
  const commonTimeMs = commonTimeOf(timelines, flush)
  const creations = results.flatMap((each) => each.creations)
  const outputs = outputsInOrder(
    {
      curated: results.flatMap(({ curated }) => curated),
      customers: customerRowsOf(creations, commonTimeMs),
      metrics: metricRowsOf(creations, commonTimeMs),
      late: lateOrdersOf(creations),
      refused: results.flatMap(({ refused }) => refused),
      orphans: results.flatMap(({ orphans }) => orphans),
    },
    partitions,
  )
  return { outputs, conservation: conservationOf(results) }
}

/** Every output partition's sequence in the order of E4; see `runReference`. */
export const referenceOutputs = (input: ReferenceInput): ReferenceOutputs => runReference(input).outputs
