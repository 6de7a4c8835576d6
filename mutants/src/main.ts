import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ENGINE_NAMES, judgeOf, MUTANTS } from './index.ts'
import { countsText, countVerdicts, type Judged, proofPage } from './proof-page.ts'
import { tryMutant } from './try-mutant.ts'
import type { Verdict } from './verdict.ts'

/**
 * `npm run mutants [-- TEXT] [--engine NAME] [--markdown FILE]`: judges every mutant, or those that an engine's tests judge
 * or whose name holds TEXT, and writes the table of them to FILE; exit 1 unless all are killed.
 */

const { values, positionals } = parseArgs({
  options: { engine: { type: 'string' }, markdown: { type: 'string' } },
  allowPositionals: true,
})
if (values.engine !== undefined && !ENGINE_NAMES.some((name) => name === values.engine)) {
  process.stderr.write(`--engine: one of ${ENGINE_NAMES.join(', ')}\n`)
  process.exit(2)
}
const only = positionals[0] ?? ''
const chosen = MUTANTS.map((mutant, index) => ({ mutant, index })).filter(
  ({ mutant }) => mutant.name.includes(only) && (values.engine === undefined || judgeOf(mutant) === values.engine),
)
const judged: Judged[] = []

const describe = (verdict: Verdict): readonly string[] => {
  switch (verdict.kind) {
    case 'killed':
      return [`killed by   ${verdict.test}`, `            ${verdict.reason}`]
    case 'survived':
      return [`SURVIVED    all ${verdict.tests} tests`]
    case 'stale':
      return ['STALE       its text is not in the file exactly once']
    case 'broken':
      return [`BROKEN      ${verdict.reason}`]
  }
}

const show = ({ mutant: { rule, name, file }, verdict }: Judged): void => {
  const lines = describe(verdict).map((line) => `            ${line}\n`)
  process.stdout.write(`${rule.padEnd(12)}${name}  (${file})\n${lines.join('')}`)
}

/** Takes mutants one by one, as they come. */
const queue = chosen.entries()
const work = async (): Promise<void> => {
  for (const [at, { mutant, index }] of queue) {
    const result = { mutant, verdict: await tryMutant(index) }
    judged[at] = result
    show(result)
  }
}

/** npm runs the script in its workspace; a file is meant from where npm was called. */
const writePage = (file: string): void => {
  const path = resolve(process.env.INIT_CWD ?? '.', file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, proofPage(judged))
}

await Promise.all(Array.from({ length: availableParallelism() }, work))
if (values.markdown !== undefined) writePage(values.markdown)
process.stdout.write(`${countsText(countVerdicts(judged))}\n`)
process.exitCode = judged.length > 0 && judged.every(({ verdict }) => verdict.kind === 'killed') ? 0 : 1
