import { METRICS } from '../../src/metric-table.ts'
import { partitionOf } from '../../src/murmur2.ts'
import { outputKeys } from '../../src/output-keys.ts'
import type { OrderMetric, OutputRecords, SourceRecord } from '../../src/output-records.ts'
import type { OutputName } from '../../src/topics.ts'
import { orphanLetter, type Refused, refusalLetter } from './dead-letters.ts'
import type { Orphan } from './orders.ts'
import { type Rank, sortedByRank } from './rank.ts'

/** A record of an output, where it lies and under which key. */
export interface ReferenceRecord<T> {
  readonly partition: number
  readonly key: string
  readonly value: T
}

/** The whole sequence of every partition of every output (E4): `[output][partition][index]`. */
export type ReferenceOutputs = {
  readonly [Name in OutputName]: readonly (readonly ReferenceRecord<OutputRecords[Name]>[])[]
}

/** Everything that a log yields, in no order yet; the reasons for dead letters in place of the letters. */
export interface Yield extends Omit<{ readonly [Name in OutputName]: readonly OutputRecords[Name][] }, 'dlq'> {
  readonly refused: readonly Refused[]
  readonly orphans: readonly Orphan[]
}

const offsetRank = ({ source_offset }: SourceRecord): Rank => [source_offset]

/** Where a metric stands among all of its output (E4). */
export const closingRank = (window: OrderMetric): Rank => [
  window.window_end + METRICS[window.metric].latenessMs,
  Buffer.from(outputKeys.metrics(window)),
]

/** Where a customer's row stands among all of its output (C2, E4). */
export const countingRank = (customer: OutputRecords['customers']): Rank => [
  customer.effective_ts,
  customer.source_partition,
  customer.source_offset,
]

/** Orphans in the order of O6, before the letter of the record that moved time. */
const lettersInOrder = (refused: readonly Refused[], orphans: readonly Orphan[]): readonly OutputRecords['dlq'][] => {
  const letters = [
    ...refused.map((each) => ({ letter: refusalLetter(each), rank: [each.record.offset, 1] })),
    ...orphans.map((each) => ({
      letter: orphanLetter(each),
      rank: [each.decidedOffset, 0, each.lastTsMs, Buffer.from(each.event.order_id), each.record.offset],
    })),
  ]
  return sortedByRank(letters, ({ rank }) => rank).map(({ letter }) => letter)
}

/** Where the records of an output lie: beside their raw record, or where the Java client would put their key. */
interface Placement {
  readonly partitions: number
  readonly by: 'source' | 'key'
}

/** The records of one output, in order, spread over its partitions. */
const placed = <Name extends OutputName>(
  output: Name,
  inOrder: readonly OutputRecords[Name][],
  { partitions, by }: Placement,
): ReferenceOutputs[Name] => {
  const sequences = Array.from({ length: partitions }, (): ReferenceRecord<OutputRecords[Name]>[] => [])
  for (const value of inOrder) {
    const key = outputKeys[output](value)
    const partition =
      by === 'key' ? partitionOf(Buffer.from(key), partitions) : (value as SourceRecord).source_partition
    sequences[partition]?.push({ partition, key, value })
  }
  return sequences as ReferenceOutputs[Name]
}

/** Puts what a log yields into the one determined sequence of each output partition (E4). */
export const outputsInOrder = (all: Yield, partitions: number): ReferenceOutputs => {
  const bySource = { partitions, by: 'source' } as const
  const byKey = { partitions, by: 'key' } as const
  return {
    curated: placed('curated', sortedByRank(all.curated, offsetRank), bySource),
    customers: placed('customers', sortedByRank(all.customers, countingRank), byKey),
    metrics: placed('metrics', sortedByRank(all.metrics, closingRank), byKey),
    late: placed('late', sortedByRank(all.late, offsetRank), bySource),
    dlq: placed('dlq', lettersInOrder(all.refused, all.orphans), bySource),
  }
}
