import { seldom } from './seldom.ts'

test('a line is told again only half a minute later', () => {
  const told: string[] = []
  let now = 0
  const tell = seldom(
    (line) => told.push(`${line} at ${now}`),
    () => now,
  )

  for (const [atMs, line] of [
    [0, 'a'],
    [1, 'b'],
    [29_999, 'a'],
    [30_000, 'a'],
    [30_000, 'b'],
    [30_001, 'b'],
  ] as const) {
    now = atMs
    tell(line)
  }

  expect(told).toEqual(['a at 0', 'b at 1', 'a at 30000', 'b at 30001'])
})
