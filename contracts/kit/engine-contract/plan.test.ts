import type { Candidate, EngineTest } from './engine-test.ts'
import { planTests } from './plan.ts'

const candidate = {} as Candidate
const passing = (title: string): EngineTest => ({ title, body: async () => {} })
const failing = (title: string): EngineTest => ({ title, body: () => Promise.reject(new Error('it does not')) })
const gap = { rule: 'M3', because: 'windows stay open' }

/** What each planned test comes to. */
const outcomes = (tests: readonly EngineTest[], lacks: readonly (typeof gap)[]) =>
  Promise.all(
    planTests(tests, lacks).map(async ({ title, skip, body }) => {
      if (skip) return [title, 'skipped']
      return body(candidate).then(
        () => [title, 'passed'],
        (error: unknown) => [title, (error as Error).message],
      )
    }),
  )

test('a gap leaves out the tests of its rule, with the reason, as long as one of them fails', async () => {
  const tests = [passing('M1 counts'), passing('M1 M3 closes'), failing('M3 closes once')]

  expect(await outcomes(tests, [gap])).toEqual([
    ['M1 counts', 'passed'],
    ['M1 M3 closes (lacks M3, because windows stay open)', 'skipped'],
    ['M3 closes once (lacks M3, because windows stay open)', 'skipped'],
    ['lacks M3, because windows stay open', 'passed'],
  ])
})

test('a gap whose tests all pass fails, and so does one that names no rule', async () => {
  const lacks = [gap, { rule: 'M9', because: 'it is new' }]

  expect(await outcomes([passing('M3 closes')], lacks)).toEqual([
    ['M3 closes (lacks M3, because windows stay open)', 'skipped'],
    ['lacks M3, because windows stay open', 'every test of M3 passes: take it out of lacks'],
    ['lacks M9, because it is new', 'there is no rule M9'],
  ])
})
