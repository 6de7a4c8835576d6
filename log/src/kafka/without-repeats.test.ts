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
