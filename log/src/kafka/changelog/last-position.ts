import type { ChangelogReader } from './changelog-reader.ts'
import { NO_POSITION, type PositionRecord } from './changelog-record.ts'

/** Offsets that a changelog has, from its first one to its end. */
export interface ChangelogRange {
  readonly start: number
  readonly end: number
}

/** Most steps are smaller: one fetch finds the record. */
const FIRST_WINDOW = 2_000
const GROWTH = 8

/**
 * The last position record of a changelog: the last record of the last step that was committed. So it stands near the
 * end, with nothing behind it but markers and what has been aborted, and windows that grow backwards from the end find it
 * without reading the state. Where there is none, the task has never been claimed.
 */
export const lastPosition = async (
  reader: Pick<ChangelogReader, 'positions'>,
  { start, end }: ChangelogRange,
  signal: AbortSignal,
): Promise<PositionRecord> => {
  for (let [size, to] = [FIRST_WINDOW, end]; to > start; size *= GROWTH) {
    const from = Math.max(start, to - size)
    const last = (await reader.positions(from, to, signal)).at(-1)
    if (last !== undefined) return last
    to = from
  }
  return NO_POSITION
}
