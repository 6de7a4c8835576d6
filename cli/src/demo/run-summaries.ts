import { DEAD_LETTER_CODES, OUTPUT_NAMES, type RunSummary } from '@order-up/contracts'

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** What several runs did together. */
export const addSummaries = (runs: readonly RunSummary[]): RunSummary => ({
  records: sum(runs.map(({ records }) => records)),
  refused: Object.fromEntries(
    DEAD_LETTER_CODES.map((code) => [code, sum(runs.map(({ refused }) => refused[code] ?? 0))] as const).filter(
      ([, count]) => count > 0,
    ),
  ),
  held: sum(runs.map(({ held }) => held)),
  curated: sum(runs.map(({ curated }) => curated)),
  heartbeats: sum(runs.map(({ heartbeats }) => heartbeats)),
  outputs: Object.fromEntries(
    OUTPUT_NAMES.map((output) => [output, sum(runs.map(({ outputs }) => outputs[output]))]),
  ) as RunSummary['outputs'],
  commits: sum(runs.map(({ commits }) => commits)),
})
