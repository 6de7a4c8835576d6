import { ENGINE_NAMES, type EngineName, judgeOf, type Mutant } from './mutant.ts'
import type { Verdict } from './verdict.ts'

/** A mutant and what became of it. */
export interface Judged {
  readonly mutant: Mutant
  readonly verdict: Verdict
}

export type VerdictCounts = Readonly<Record<Verdict['kind'], number>>

/** How many mutants came to each verdict. */
export const countVerdicts = (judged: readonly Judged[]): VerdictCounts => {
  const counts = { killed: 0, survived: 0, stale: 0, broken: 0 }
  for (const { verdict } of judged) counts[verdict.kind] += 1
  return counts
}

/** The counts as one line. */
export const countsText = ({ killed, survived, stale, broken }: VerdictCounts): string =>
  `${killed} killed, ${survived} survived, ${stale} stale, ${broken} broken`

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = ({ mutant: { rule, name, file }, verdict }: Judged): string => {
  const fate = verdict.kind === 'killed' ? verdict.test : `**${verdict.kind}**`
  return `| ${[rule, name, `\`${file.split('/').at(-1)}\``, fate].map(cell).join(' | ')} |`
}

const TITLES: Readonly<Record<EngineName, string>> = {
  simple: 'The simple engine, and what the engines share',
  dataflow: 'The dataflow engine',
}

const section = (engine: EngineName, judged: readonly Judged[]): readonly string[] => {
  const own = judged.filter(({ mutant }) => judgeOf(mutant) === engine)
  if (own.length === 0) return []
  return [
    `## ${TITLES[engine]}`,
    '',
    `${own.length} mutants: ${countsText(countVerdicts(own))}.`,
    '',
    '| rule | what is wrong | file | killed by |',
    '|---|---|---|---|',
    ...own.map(row),
    '',
  ]
}

/** The mutants and their killers as a page in Markdown, a table for each engine, in the order of the tables of mutants. */
export const proofPage = (judged: readonly Judged[]): string =>
  [
    '# Mutants',
    '',
    'Each line is an engine with one small change that makes it wrong, and the first test of the engine contract that noticed:',
    'those of the rule that it breaks were asked first. What the engines share is judged by the tests of the simple one. Written',
    'by `npm run mutants -- --markdown docs/proof/mutants.md`.',
    '',
    `${judged.length} mutants: ${countsText(countVerdicts(judged))}.`,
    '',
    ...ENGINE_NAMES.flatMap((engine) => section(engine, judged)),
  ].join('\n')
