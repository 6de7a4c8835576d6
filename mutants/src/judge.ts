import { readFileSync } from 'node:fs'
import { register } from 'node:module'
import { MUTANTS, type Mutant, mutated } from './index.ts'
import type { Verdict } from './verdict.ts'

/** Runs the engine contract on one mutant, in a process of its own: `node judge.js INDEX`, JSON lines on stdout. */

const say = (line: { readonly test: string } | Verdict): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

const urlOf = ({ file }: Mutant): URL => {
  const [folder, name] = file.split('/src/')
  return new URL(`../../../${folder}/dist/src/${name}.js`, import.meta.url)
}

/** Puts the mutant in the place of its file; false where it is stale. Comes before anything of ours is imported. */
const installed = (mutant: Mutant): boolean => {
  const url = urlOf(mutant)
  const source = mutated(readFileSync(url, 'utf8'), mutant)
  if (source === undefined) return false
  register('./mutating-hooks.js', import.meta.url, { data: { url: url.href, source } })
  return true
}

/** The contract's tests use jest's `expect`, which is a package of its own. */
const provideExpect = async (): Promise<void> => {
  const { expect } = await import('expect')
  Object.assign(globalThis, { expect })
}

const firstFailure = async ({ rule }: Mutant): Promise<Verdict> => {
  await provideExpect()
  const { engineTests, rulesOf } = await import('@order-up/contracts/kit')
  const { createSimpleEngine } = await import('@order-up/engine-simple')
  const { createMemoryLog } = await import('@order-up/log')
  const tests = engineTests()
  const breaks = ({ title }: { readonly title: string }): number => (rulesOf(title).includes(rule) ? 0 : 1)
  for (const test of [...tests].sort((left, right) => breaks(left) - breaks(right))) {
    say({ test: test.title })
    try {
      await test.body({ create: createSimpleEngine, createLog: createMemoryLog })
    } catch (cause) {
      return { kind: 'killed', test: test.title, reason: String(cause).split('\n')[0] ?? '' }
    }
  }
  return { kind: 'survived', tests: tests.length }
}

const mutant = MUTANTS[Number(process.argv[2])]
if (mutant === undefined) throw new Error(`no mutant ${process.argv[2]}`)
say(installed(mutant) ? await firstFailure(mutant) : { kind: 'stale' })
process.exit(0)
