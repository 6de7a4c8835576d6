import type { DeadLetterCode } from '../../src/dead-letter-codes.ts'
import type { RunSummary } from '../../src/engine-port.ts'
import type { PartitionResults } from './partition.ts'

/** Where every raw record of a log ended: `records` is refused, held, curated and heartbeats added up. */
export interface Conservation extends Pick<RunSummary, 'records' | 'refused' | 'held' | 'curated' | 'heartbeats'> {
  /** What became of the held records; these three add up to `held`. */
  readonly heldEnded: {
    /** Shown by the row that the creation of their order yielded (O4). */
    readonly shown: number
    /** Forgotten with their order, one dead letter ORPHAN_ORDER each (O6). */
    readonly orphaned: number
    /** Held still at the end of the log, even of one that a flush declared complete. */
    readonly waiting: number
  }
}

const countByCode = (codes: readonly DeadLetterCode[]): Conservation['refused'] => {
  const counts: Partial<Record<DeadLetterCode, number>> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

/** Counts where the records of all partitions ended, each fate by itself. */
export const conservationOf = (partitions: readonly PartitionResults[]): Conservation => {
  const count = (countOf: (results: PartitionResults) => number): number =>
    partitions.reduce((sum, results) => sum + countOf(results), 0)
  const heldEnded = {
    shown: count(({ shown }) => shown.length),
    orphaned: count(({ orphans }) => orphans.length),
    waiting: count(({ waiting }) => waiting.length),
  }
  return {
    records: count(({ records }) => records),
    refused: countByCode(partitions.flatMap(({ refused }) => refused.map(({ code }) => code))),
    held: heldEnded.shown + heldEnded.orphaned + heldEnded.waiting,
    curated: count(({ curated }) => curated.length),
    heartbeats: count(({ timeline }) => timeline.filter(({ event }) => event.event_type === 'HEARTBEAT').length),
    heldEnded,
  }
}
