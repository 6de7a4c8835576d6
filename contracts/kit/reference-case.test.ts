import { bundledCases } from './case-files.ts'
import { caseText } from './case-text.ts'
import { referenceCase } from './reference-case.ts'

test.each(bundledCases().map((given) => [given.name, given] as const))(
  'E4 the reference writes %s as its file has it, each output in the order of the file',
  (_, given) => {
    expect(caseText(referenceCase(given))).toBe(caseText(given))
  },
)
