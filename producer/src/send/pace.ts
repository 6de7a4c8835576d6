import type { RawAppend } from '@order-up/contracts'

/** Where a record stands in a run. */
export interface Turn {
  /** Records of the run before this one. */
  readonly index: number
  /** When the run began, epoch ms of its clock. */
  readonly startedMs: number
}

/** When a record may be sent, epoch ms of the run's clock. */
export type Pace = (record: RawAppend, turn: Turn) => number

/** So many records a second, evenly; a run that has fallen behind catches up. */
export const atRate =
  (recordsPerSecond: number): Pace =>
  (_record, { index, startedMs }) =>
    startedMs + (index * 1_000) / recordsPerSecond

/** Each record at its own timestamp: what a live producer must keep to, since a broker refuses records of the future. */
export const whenDue: Pace = (record) => record.timestampMs
