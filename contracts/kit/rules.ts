/** Every rule id of the contract, in the order of its text. */
export const RULES = [
  ...['T1', 'T2', 'T3', 'T4', 'T5', 'T6'],
  ...['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7'],
  ...['O0', 'O1', 'O2', 'O3', 'O4', 'O5', 'O6'],
  ...['M1', 'M2', 'M3'],
  ...['C1', 'C2', 'C3', 'C4', 'C5'],
  ...['E1', 'E2', 'E3', 'E4', 'E5'],
] as const

/** The step limits that a kit can put to the test; no rule of the contract, and no output depends on them. */
export const LIMITS = ['maxRecords', 'maxChanges', 'maxBytes', 'maxDriftMs', 'maxPending'] as const

/** The rules and limits that the title of a test begins with. */
export const rulesOf = (title: string): readonly string[] => {
  const words = title.split(' ')
  const known = new Set<string>([...RULES, ...LIMITS])
  const end = words.findIndex((word) => !known.has(word))
  return words.slice(0, end < 0 ? words.length : end)
}
