import { MUTANTS, type Mutant } from './index.ts'
import { tryMutant } from './try-mutant.ts'
import type { Verdict } from './verdict.ts'

/** `npm run mutants [-- TEXT]`: judges every mutant, or those whose name holds TEXT; exit 1 unless all are killed. */

const AT_ONCE = 2
const only = process.argv[2] ?? ''

const describe = (verdict: Verdict): string => {
  switch (verdict.kind) {
    case 'killed':
      return `killed by   ${verdict.test}\n${' '.repeat(24)}${verdict.reason}`
    case 'survived':
      return `SURVIVED    all ${verdict.tests} tests`
    case 'stale':
      return 'STALE       its text is not in the file exactly once'
  }
}

const chosen = MUTANTS.map((mutant, index) => ({ mutant, index })).filter(({ mutant }) => mutant.name.includes(only))
const counts: Record<Verdict['kind'], number> = { killed: 0, survived: 0, stale: 0 }

const show = ({ rule, name, file }: Mutant, verdict: Verdict): void => {
  counts[verdict.kind] += 1
  process.stdout.write(`${rule.padEnd(12)}${name}  (${file})\n            ${describe(verdict)}\n`)
}

const work = async (): Promise<void> => {
  for (let next = chosen.shift(); next !== undefined; next = chosen.shift())
    show(next.mutant, await tryMutant(next.index))
}

await Promise.all(Array.from({ length: AT_ONCE }, work))
process.stdout.write(`${counts.killed} killed, ${counts.survived} survived, ${counts.stale} stale\n`)
process.exitCode = counts.survived + counts.stale > 0 ? 1 : 0
