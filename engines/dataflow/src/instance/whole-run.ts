import { type Log, OrderUpError, type Position, type TopicPartition } from '@order-up/contracts'
import type { Bounds } from './bounds.ts'
import { isSealed } from './flush-intent.ts'
import type { Plans } from './plans.ts'

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

const hasReached = (committed: readonly Position[], ends: readonly Position[]): boolean => {
  const offsets = new Map(committed.map((position) => [nameOf(position), position.offset]))
  return ends.every((end) => (offsets.get(nameOf(end)) ?? 0) >= end.offset)
}

/** The ends of what goes between tasks; undefined where it has not been made yet. */
const shuffleEnds = (log: Log, { merges }: Plans): Promise<readonly Position[] | undefined> =>
  log.ends(merges.tasks.flatMap(({ inputs }) => inputs)).catch((error: unknown) => {
    if (error instanceof OrderUpError && error.code === 'OU1310') return undefined
    throw error
  })

/**
 * True once a bounded run has come to its end, whichever instances its tasks run in: every raw partition is handled to
 * where the run stops, and all that this sent to the merge tasks is applied. Of a flush every merge task notes by itself
 * that it has applied all there ever will be.
 */
export const isWholeRunDone = async (log: Log, plans: Plans, { stopOffsets, flush }: Bounds): Promise<boolean> => {
  if (flush) return isSealed(log)
  const raw = await log.committed(plans.sources)
  if (!raw.every(({ partition, offset }) => offset >= stopOffsets[partition]!)) return false
  const ends = await shuffleEnds(log, plans)
  return ends !== undefined && hasReached(await log.committed(plans.merges), ends)
}
