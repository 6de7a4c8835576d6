import { DEAD_LETTER_CODES, DEAD_LETTER_REASONS } from '../src/dead-letter-codes.ts'
import { OUTPUT_NAMES } from '../src/topics.ts'
import { randomCase } from './random-history.ts'

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed)

test('a seed gives the same history each time', () => {
  expect(randomCase(7)).toEqual(randomCase(7))
})

test('histories reach every output and every reason that depends on what came before', () => {
  const cases = SEEDS.map((seed) => randomCase(seed))

  const codes = new Set(cases.flatMap((given) => given.expect.dlq.map(({ error_code }) => error_code)))
  const silent = OUTPUT_NAMES.filter((output) => cases.every((given) => given.expect[output].length === 0))
  const unreached = DEAD_LETTER_CODES.filter(
    (code) => DEAD_LETTER_REASONS[code].rule.startsWith('O') && !codes.has(code),
  )
  const flushes = new Set(cases.map(({ flush }) => flush)).size
  expect({ silent, unreached, flushes }).toEqual({
    silent: [],
    unreached: ['TOO_MANY_EVENTS'],
    flushes: 2,
  })
})
