import { register } from 'node:module'
import type { Candidate } from '@order-up/contracts/kit'
import { type EngineName, fileOf, judgeOf, MUTANTS, type Mutant, sourceOf } from './index.ts'
import type { Verdict } from './verdict.ts'

/** Runs the engine contract on one mutant, in a process of its own: `node judge.js INDEX`, JSON lines on stdout. */

const say = (line: { readonly test: string } | Verdict): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** Puts the mutant in the place of its file; false where it is stale. Comes before anything of ours is imported. */
const installed = (mutant: Mutant): boolean => {
  const source = sourceOf(mutant)
  if (source === undefined) return false
  register('./mutating-hooks.js', import.meta.url, { data: { url: fileOf(mutant).href, source } })
  return true
}

/** The contract's tests use jest's `expect`, which is a package of its own. */
const provideExpect = async (): Promise<void> => {
  const { expect } = await import('expect')
  Object.assign(globalThis, { expect })
}

const LONGEST_LINE = 160

/** The first lines of a failure: what differs stands in them. */
const summary = (cause: unknown): string =>
  String(cause)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.slice(0, LONGEST_LINE))
    .slice(0, 2)
    .join('; ')

const verdictOf = (cause: unknown, test: string): Verdict => {
  const reason = summary(cause)
  return /ReferenceError|SyntaxError/.test(reason) ? { kind: 'broken', reason } : { kind: 'killed', test, reason }
}

/** The engines, as each is proved; loaded only now that the mutant is in its place. */
const CANDIDATES: Readonly<Record<EngineName, () => Promise<Omit<Candidate, 'createLog'>>>> = {
  simple: async () => ({ create: (await import('@order-up/engine-simple')).createSimpleEngine }),
  dataflow: async () => ({ create: (await import('@order-up/engine-dataflow/kit')).onMachines(), movesTasks: true }),
}

const firstFailure = async (mutant: Mutant): Promise<Verdict> => {
  const { rule } = mutant
  await provideExpect()
  const { engineTests, rulesOf, sharingEngineTests } = await import('@order-up/contracts/kit')
  const { createMemoryLog } = await import('@order-up/log')
  const candidate: Candidate = { ...(await CANDIDATES[judgeOf(mutant)]()), createLog: createMemoryLog }
  const tests = candidate.movesTasks === true ? [...engineTests(), ...sharingEngineTests()] : engineTests()
  const breaks = ({ title }: { readonly title: string }): number => (rulesOf(title).includes(rule) ? 0 : 1)
  for (const test of [...tests].sort((left, right) => breaks(left) - breaks(right))) {
    say({ test: test.title })
    try {
      await test.body(candidate)
    } catch (cause) {
      return verdictOf(cause, test.title)
    }
  }
  return { kind: 'survived', tests: tests.length }
}

const mutant = MUTANTS[Number(process.argv[2])]
if (mutant === undefined) throw new Error(`no mutant ${process.argv[2]}`)
say(installed(mutant) ? await firstFailure(mutant) : { kind: 'stale' })
process.exit(0)
