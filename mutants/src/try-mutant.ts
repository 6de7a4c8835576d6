import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Verdict } from './verdict.ts'

const LONGEST_MS = 180_000
const judge = fileURLToPath(new URL('./judge.js', import.meta.url))

/** Judges a mutant in a process of its own: one that never ends, or dies, is killed by the test it was in. */
export const tryMutant = async (index: number): Promise<Verdict> => {
  const child = spawn(process.execPath, [judge, String(index)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
  let test = 'loading the engine'
  let verdict: Verdict | undefined
  let noise = ''
  child.stderr.on('data', (data: Buffer) => {
    noise += data.toString()
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { readonly test: string } | Verdict
    if ('kind' in said) verdict = said
    else test = said.test
  }
  clearTimeout(timer)
  const died = noise.split('\n').find((line) => /Error|Warning/.test(line)) ?? 'it did not come to an end'
  return verdict ?? { kind: 'killed', test, reason: died.trim() }
}
