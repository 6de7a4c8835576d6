import { NO_POSITION, type PositionRecord } from './changelog-record.ts'
import { lastPosition } from './last-position.ts'

const NEVER = new AbortController().signal
const positionOf = (claim: number): PositionRecord => ({ ...NO_POSITION, claim })

/** A changelog with position records at some offsets, and the parts of it that have been read. */
const changelogWith = (positions: Readonly<Record<number, number>>) => {
  const asked: (readonly [number, number])[] = []
  return {
    asked,
    positions: async (from: number, to: number): Promise<readonly PositionRecord[]> => {
      asked.push([from, to])
      const found = Object.entries(positions).filter(([at]) => Number(at) >= from && Number(at) < to)
      return found.map(([, claim]) => positionOf(claim))
    },
  }
}

test('the last position is found at the end, without reading the state before it', async () => {
  const changelog = changelogWith({ 10: 1, 999990: 2, 999995: 3 })

  expect(await lastPosition(changelog, { start: 0, end: 1_000_000 }, NEVER)).toEqual(positionOf(3))
  expect(changelog.asked).toEqual([[998_000, 1_000_000]])
})

test('a long step that was aborted behind it is passed over in windows that grow, none read twice', async () => {
  const changelog = changelogWith({ 900000: 2 })

  expect(await lastPosition(changelog, { start: 0, end: 1_000_000 }, NEVER)).toEqual(positionOf(2))
  expect(changelog.asked).toEqual([
    [998_000, 1_000_000],
    [982_000, 998_000],
    [854_000, 982_000],
  ])
})

test('a changelog without a position record is that of a task that has never been claimed', async () => {
  const changelog = changelogWith({})

  expect(await lastPosition(changelog, { start: 500, end: 5_000 }, NEVER)).toEqual(NO_POSITION)
  expect(changelog.asked).toEqual([
    [3_000, 5_000],
    [500, 3_000],
  ])
})
