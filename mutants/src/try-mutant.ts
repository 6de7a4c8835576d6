import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Verdict } from './verdict.ts'

/** Far above what any one test takes, on a busy machine too. */
const LONGEST_TEST_MS = 120_000
const judge = fileURLToPath(new URL('./judge.js', import.meta.url))

/** What a process left that came to no verdict. */
const withoutVerdict = (test: string, noise: string): Verdict => {
  const reason = noise.split('\n').find((line) => /Error|Warning/.test(line)) ?? 'no end'
  return { kind: 'broken', reason: `${reason.trim()} in: ${test}` }
}

/** Judges a mutant in a process of its own, so that one that never ends, or dies, harms nothing. */
export const tryMutant = async (index: number): Promise<Verdict> => {
  const child = spawn(process.execPath, [judge, String(index)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_TEST_MS)
  let test = 'loading the engine'
  let verdict: Verdict | undefined
  let noise = ''
  child.stderr.on('data', (data: Buffer) => {
    noise += data.toString()
  })
  for await (const line of createInterface({ input: child.stdout })) {
    timer.refresh()
    const said = JSON.parse(line) as { readonly test: string } | Verdict
    if ('kind' in said) verdict = said
    else test = said.test
  }
  clearTimeout(timer)
  return verdict ?? withoutVerdict(test, noise)
}
