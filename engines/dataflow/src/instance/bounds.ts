import { type EngineRun, type Log, OrderUpError, RAW_TOPIC } from '@order-up/contracts'
import { mergesFor } from '../shuffle/shuffle-topic.ts'

/** How far a run goes. */
export interface Bounds {
  /** By raw partition; plus infinity where the run has no end. */
  readonly stopOffsets: readonly number[]
  readonly isBounded: boolean
  /** True where the log is complete at these offsets (E5). */
  readonly flush: boolean
}

const PARTITIONS = 'partitions'
const FLUSH = 'flush'
const flushed = (merge: number): string => `flushed-${merge}`

/** Notes P with the first run, and refuses another one afterwards: OU1301. */
const checkPartitions = async (log: Log): Promise<void> => {
  const noted = await log.decide(PARTITIONS, String(log.partitions))
  if (noted !== String(log.partitions))
    throw new OrderUpError('OU1301', { detail: `state has ${noted} partitions, the topics have ${log.partitions}` })
}

const rawEnds = async (log: Log): Promise<readonly number[]> => {
  const inputs = Array.from({ length: log.partitions }, (_, partition) => ({ topic: RAW_TOPIC, partition }))
  return (await log.ends(inputs)).map(({ offset }) => offset)
}

/** The ends at which a flush declares the log complete: named once, whoever asks for it (E5). */
const flushEnds = async ({ log, flush }: EngineRun): Promise<readonly number[] | undefined> => {
  const named = flush === true ? await log.decide(FLUSH, JSON.stringify(await rawEnds(log))) : await log.decide(FLUSH)
  return named === undefined ? undefined : (JSON.parse(named) as number[])
}

/** Notes that a merge task has done all that a flush asks of it. */
export const noteFlushed = async (log: Log, merge: number): Promise<void> => {
  await log.decide(flushed(merge), 'done')
}

/** True once every merge task has: the state is sealed (E5). */
export const isSealed = async (log: Log): Promise<boolean> => {
  for (let merge = 0; merge < mergesFor(log.partitions); merge += 1)
    if ((await log.decide(flushed(merge))) === undefined) return false
  return true
}

/** How far a run goes; throws OU1301 for another number of partitions, OU1302 on sealed state. */
export const boundsOf = async (run: EngineRun): Promise<Bounds> => {
  const { log, untilEnd } = run
  await checkPartitions(log)
  const ends = await flushEnds(run)
  if (ends !== undefined) {
    if (await isSealed(log)) throw new OrderUpError('OU1302')
    return { stopOffsets: ends, isBounded: true, flush: true }
  }
  if (untilEnd === true) return { stopOffsets: await rawEnds(log), isBounded: true, flush: false }
  const never = Array.from({ length: log.partitions }, () => Number.POSITIVE_INFINITY)
  return { stopOffsets: never, isBounded: false, flush: false }
}
