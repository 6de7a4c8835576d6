import { type EngineRun, type Log, OrderUpError } from '@order-up/contracts'
import { askForFlush, isFlushAsked, isSealed, namedEnds } from './flush-intent.ts'
import { rawEnds } from './raw-ends.ts'

/** How far a run goes. */
export interface Bounds {
  /** By raw partition; plus infinity where the run has no end, or that of a flush, which is named while it runs. */
  readonly stopOffsets: readonly number[]
  readonly isBounded: boolean
  /** True where the log is declared complete (E5). */
  readonly flush: boolean
}

const PARTITIONS = 'partitions'

/** Notes P with the first run, and refuses another one afterwards: OU1301. */
const checkPartitions = async (log: Log): Promise<void> => {
  const noted = await log.decide(PARTITIONS, String(log.partitions))
  if (noted !== String(log.partitions))
    throw new OrderUpError('OU1301', { detail: `state has ${noted} partitions, the topics have ${log.partitions}` })
}

const nowhere = ({ partitions }: Log): readonly number[] =>
  Array.from({ length: partitions }, () => Number.POSITIVE_INFINITY)

/** How far a run goes that takes part in a flush. */
export const flushBounds = (log: Log): Bounds => ({ stopOffsets: nowhere(log), isBounded: true, flush: true })

/** True where a flush is under way, be it one whose ends an earlier version of the engine named without asking for it. */
const isFlushing = async (log: Log): Promise<boolean> =>
  (await isFlushAsked(log)) || (await namedEnds(log)) !== undefined

/** How far a run goes; throws OU1301 for another number of partitions, OU1302 on sealed state. */
export const boundsOf = async ({ log, untilEnd, flush }: EngineRun): Promise<Bounds> => {
  await checkPartitions(log)
  if (flush === true) await askForFlush(log)
  if (await isFlushing(log)) {
    if (await isSealed(log)) throw new OrderUpError('OU1302')
    return flushBounds(log)
  }
  if (untilEnd === true) return { stopOffsets: await rawEnds(log), isBounded: true, flush: false }
  return { stopOffsets: nowhere(log), isBounded: false, flush: false }
}
