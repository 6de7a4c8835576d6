import { bundledCases } from './case-files.ts'
import { caseText } from './case-text.ts'
import type { GoldenCase } from './golden-case.ts'
import { parseCase } from './parse-case.ts'
import { randomCase } from './random-history.ts'

const readBack = (given: GoldenCase): GoldenCase => parseCase(JSON.parse(caseText(given)), given.name)

test.each(bundledCases().map((given) => [given.name, given] as const))('the text of %s is read back', (_, given) => {
  expect(readBack(given)).toEqual(given)
})

test('the text of histories drawn from seeds 0 to 49 is read back', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const given = randomCase(seed)

    const back = readBack(given)

    expect(back.records).toEqual(given.records)
    expect(caseText(back)).toBe(caseText(given))
  }
})
