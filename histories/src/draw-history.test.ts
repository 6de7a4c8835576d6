import { DEAD_LETTER_CODES, OUTPUT_NAMES } from '@order-up/contracts'
import fc from 'fast-check'
import { historyPlan } from './draw-history.ts'
import { caseOf } from './try-history.ts'
import { writeHistory } from './write-history.ts'

const SEED = 1
const drawn = fc.sample(historyPlan, { seed: SEED, numRuns: 150 })

test('the same plan is written down as the same records each time', () => {
  for (const plan of drawn.slice(0, 20)) expect(writeHistory(plan)).toEqual(writeHistory(plan))
})

/** Takes a thousand events of one order, which few histories have. */
const RARE = 'TOO_MANY_EVENTS'

test(`histories of seed ${SEED} reach every output, each common dead letter code, all partitions and a flush`, () => {
  const cases = drawn.map((plan) => caseOf(plan, 'drawn', ''))

  const codes = new Set(cases.flatMap(({ expect }) => expect.dlq.map(({ error_code }) => error_code)))
  const outputs = OUTPUT_NAMES.filter((output) => cases.some(({ expect }) => expect[output].length > 0))
  expect({
    codes: DEAD_LETTER_CODES.filter((code) => code !== RARE && !codes.has(code)),
    outputs,
    partitions: [...new Set(cases.map(({ partitions }) => partitions))].sort(),
    flushes: new Set(cases.map(({ flush }) => flush)).size,
  }).toEqual({ codes: [], outputs: OUTPUT_NAMES, partitions: [1, 2, 3, 4, 5, 6], flushes: 2 })
})
