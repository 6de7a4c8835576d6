import { markOf, type Present, resumeFrom, TOMBSTONE_MS } from './changelog-mark.ts'

const HALF = TOMBSTONE_MS / 2
const NOW = 1_700_000_000_000
const PRESENT: Present = { changelog: 'one', start: 10, end: 90, nowMs: NOW }
const mark = (nextOffset: number, atMs = NOW, changelog = 'one'): string => markOf({ changelog, nextOffset, atMs })

test.each([
  ['at the first offset', 10],
  ['in between', 42],
  ['at the end', 90],
])('a copy goes on where its mark says: %s', (_, offset) => {
  expect(resumeFrom(mark(offset), PRESENT)).toEqual({ kind: 'from', offset })
})

test('a mark is good for half of the time that tombstones are kept', () => {
  expect(resumeFrom(mark(42, NOW - HALF), PRESENT)).toEqual({ kind: 'from', offset: 42 })
})

test.each([
  ['is none', 'torn', 'is no mark'],
  ['is empty', '', 'is no mark'],
  ['is cut off', mark(42).slice(0, 5), 'is no mark'],
  ['is of a topic that was made anew', mark(42, NOW, 'other'), 'copy of changelog other'],
  ['lies before what the topic holds', mark(9), 'holds 10 to 90'],
  ['lies beyond what the topic holds', mark(91), 'holds 10 to 90'],
  ['is older than tombstones surely are', mark(42, NOW - HALF - 1), 'may have been compacted away'],
  ['is dated ahead by as much', mark(42, NOW + HALF + 1), 'may have been compacted away'],
])('E3 a mark that %s is refused, with the reason', (_, text, reason) => {
  expect(resumeFrom(text, PRESENT)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) })
})
