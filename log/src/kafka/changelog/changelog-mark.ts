import type { ChangelogMark } from '@order-up/contracts'
import type { ChangelogRange } from './last-position.ts'

/** How far a copy of a state has its changelog, and when it was that far. */
export interface Mark {
  /** Which changelog: the name that its position records carry. */
  readonly changelog: string
  readonly nextOffset: number
  /** Wall clock, epoch ms. */
  readonly atMs: number
}

/** How long a changelog keeps the news that a key has been forgotten, once it is compacted: the topic's own setting. */
export const TOMBSTONE_MS = 86_400_000
/** What was forgotten after a mark is still to be read while the mark is younger than this; clocks may differ by as much. */
const MARK_LIFE_MS = TOMBSTONE_MS / 2

const MARK = /^([^@]+)@(\d{1,15})@(\d{1,15})$/

export const markOf = ({ changelog, nextOffset, atMs }: Mark): ChangelogMark => `${changelog}@${nextOffset}@${atMs}`

const markIn = (text: ChangelogMark): Mark | undefined => {
  const [, changelog, nextOffset, atMs] = MARK.exec(text) ?? []
  return changelog === undefined ? undefined : { changelog, nextOffset: Number(nextOffset), atMs: Number(atMs) }
}

/** The changelog that a copy is to be brought up to date with, and the time. */
export interface Present extends ChangelogRange {
  readonly changelog: string
  readonly nowMs: number
}

/** Where a copy with a mark goes on, or why it can't. */
export type Resumption =
  | { readonly kind: 'from'; readonly offset: number }
  | { readonly kind: 'refused'; readonly reason: string }

const refused = (reason: string): Resumption => ({ kind: 'refused', reason })

/** Where a copy goes on that has come as far as `mark` says: only there, where nothing can be missing behind it. */
export const resumeFrom = (mark: ChangelogMark, { changelog, start, end, nowMs }: Present): Resumption => {
  const read = markIn(mark)
  if (read === undefined) return refused(`${JSON.stringify(mark)} is no mark`)
  const { nextOffset, atMs } = read
  if (read.changelog !== changelog) return refused(`it is a copy of changelog ${read.changelog}, not of ${changelog}`)
  if (nextOffset < start || nextOffset > end)
    return refused(`it is at offset ${nextOffset}, and the changelog holds ${start} to ${end}`)
  if (Math.abs(nowMs - atMs) > MARK_LIFE_MS)
    return refused(`it is of ${new Date(atMs).toISOString()}: what was forgotten since may have been compacted away`)
  return { kind: 'from', offset: nextOffset }
}
