import type { Log } from '@order-up/contracts'
import { mergesFor } from '../shuffle/shuffle-topic.ts'
import { rawEnds } from './raw-ends.ts'

/** What the instances of an engine decide about a flush (E5), in the order in which it happens. */
const ASKED = 'flush-asked'
const fenced = (partition: number): string => `fenced-${partition}`
const ENDS = 'flush'
const flushed = (merge: number): string => `flushed-${merge}`

/** Asks all instances for a flush, those that run without it included. */
export const askForFlush = async (log: Log): Promise<void> => {
  await log.decide(ASKED, 'asked')
}

/** True once a flush has been asked for. */
export const isFlushAsked = async (log: Log): Promise<boolean> => (await log.decide(ASKED)) !== undefined

/** Notes that a raw partition was claimed by an instance that takes part: nobody who has not heard of the flush reads it on. */
export const noteFenced = async (log: Log, partition: number): Promise<void> => {
  await log.decide(fenced(partition), 'claimed')
}

const areAllFenced = async (log: Log): Promise<boolean> => {
  for (let partition = 0; partition < log.partitions; partition += 1)
    if ((await log.decide(fenced(partition))) === undefined) return false
  return true
}

/** The ends at which the log is declared complete; undefined until they are named. */
export const namedEnds = async (log: Log): Promise<readonly number[] | undefined> => {
  const named = await log.decide(ENDS)
  return named === undefined ? undefined : (JSON.parse(named) as number[])
}

/** Names the present ends, unless others were quicker; undefined where somebody may still read beyond them. */
export const nameEnds = async (log: Log): Promise<readonly number[] | undefined> => {
  if (!(await areAllFenced(log))) return undefined
  return JSON.parse(await log.decide(ENDS, JSON.stringify(await rawEnds(log)))) as number[]
}

/** Notes that a merge task has done all that a flush asks of it, and that this is durable. */
export const noteFlushed = async (log: Log, merge: number): Promise<void> => {
  await log.decide(flushed(merge), 'done')
}

/** True once every merge task has: the state is sealed. */
export const isSealed = async (log: Log): Promise<boolean> => {
  for (let merge = 0; merge < mergesFor(log.partitions); merge += 1)
    if ((await log.decide(flushed(merge))) === undefined) return false
  return true
}
