import { recordCodec } from '@order-up/engine-core'

/** How far a source task has come, as of its last step. */
export interface SourceProgress {
  /** Number of the last step, from 1 on. */
  readonly seq: number
  /** Next offset of the raw partition, as the merge tasks have been told. */
  readonly position: number
  /** Event time of the partition; null before its first valid record (T4). */
  readonly maxTsMs: number | null
  /** True once the merge tasks have been told that a flush is complete here. */
  readonly isComplete: boolean
}

export const NO_PROGRESS: SourceProgress = { seq: 0, position: 0, maxTsMs: null, isComplete: false }

export const sourceProgressCodec = recordCodec<SourceProgress>('SourceProgress', [
  ['seq', 'long'],
  ['position', 'long'],
  ['maxTsMs', ['null', 'long']],
  ['isComplete', 'boolean'],
])

/** Event time as a number: minus infinity before the first valid record. */
export const timeOr = (maxTsMs: number | null): number => maxTsMs ?? Number.NEGATIVE_INFINITY

/** Event time as it is written down. */
export const timeOrNull = (maxTsMs: number): number | null => (maxTsMs === Number.NEGATIVE_INFINITY ? null : maxTsMs)
