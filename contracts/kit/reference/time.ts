import type { ValidRecord } from './validation.ts'

/** A valid record when it is handled: `maxTsMs` is the event time of its partition then, itself included (T4, T5). */
export interface TimedRecord extends ValidRecord {
  readonly maxTsMs: number
}

/** The valid records of one partition, in order of offset, so that `maxTsMs` never falls. */
export type Timeline = readonly TimedRecord[]

/** How event time moves in one partition: raised by each valid record, by no refused one (T4). */
export const timelineOf = (valid: readonly ValidRecord[]): Timeline => {
  let maxTsMs = -Infinity
  return valid.map((record) => {
    maxTsMs = Math.max(maxTsMs, record.event.event_ts)
    return { ...record, maxTsMs }
  })
}

/** Event time of a partition at the end of its log; minus infinity without a valid record (T4). */
const endTimeOf = (timeline: Timeline): number => timeline.at(-1)?.maxTsMs ?? -Infinity

/** The record that moved time beyond `instantMs`, where one did. */
export const firstBeyond = (timeline: Timeline, instantMs: number): TimedRecord | undefined => {
  let [from, to] = [0, timeline.length]
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if ((timeline[middle] as TimedRecord).maxTsMs > instantMs) to = middle
    else from = middle + 1
  }
  return timeline[from]
}

/** The event time that every partition has reached (M3, C2); plus infinity where the log is declared complete (E5). */
export const commonTimeOf = (timelines: readonly Timeline[], flush: boolean): number =>
  flush ? Infinity : timelines.reduce((least, timeline) => Math.min(least, endTimeOf(timeline)), Infinity)

/** Start of the tumbling window that holds an instant (T3). */
export const windowStartOf = (instantMs: number, sizeMs: number): number => Math.floor(instantMs / sizeMs) * sizeMs
