import { withoutRepeats } from './without-repeats.ts'

test('a line is told again only when some time has passed, other lines are told meanwhile', () => {
  const told: string[] = []
  let now = 0
  const log = withoutRepeats(
    (line) => told.push(`${now} ${line}`),
    10,
    () => now,
  )

  for (const line of ['a', 'b', 'a', 'a', 'c', 'a', 'b', 'a']) {
    log(line)
    now += 3
  }

  expect(told).toEqual(['0 a', '3 b', '12 c', '15 a', '18 b'])
})

test('a line is told again at the very moment when that time has passed', () => {
  const told: string[] = []
  let now = 0
  const tell = withoutRepeats(
    (line) => told.push(`${line} at ${now}`),
    30_000,
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
