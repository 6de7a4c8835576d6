import type { LogRecord } from '../../src/log-port.ts'
import type { Refused } from './dead-letters.ts'
import { type OrderResults, ordersOf } from './orders.ts'
import { type Timeline, timelineOf } from './time.ts'
import { type InvalidRecord, isInvalid, type Source, type ValidRecord } from './validation.ts'

/** What one raw partition yields by itself, whatever the others hold. */
export interface PartitionResults extends Omit<OrderResults, 'refused'> {
  /** Raw records read. */
  readonly records: number
  readonly timeline: Timeline
  /** Refused by V1 to V7 or by O0 to O2. */
  readonly refused: readonly Refused[]
}

/** Takes one raw partition, its records in order of offset, through V1 to V7, T4 and O0 to O6. */
export const partitionResults = (
  partition: number,
  records: readonly LogRecord[],
  check: (source: Source) => ValidRecord | InvalidRecord,
): PartitionResults => {
  const checked = records.map((record) => check({ partition, record }))
  const invalid = checked.filter(isInvalid)
  const timeline = timelineOf(checked.filter((each): each is ValidRecord => !isInvalid(each)))
  const orders = ordersOf(timeline)
  return { ...orders, records: records.length, timeline, refused: [...invalid, ...orders.refused] }
}
