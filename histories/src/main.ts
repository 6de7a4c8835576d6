import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { failureLines, writeCase } from '@order-up/contracts/kit'
import { ENGINE_NAMES, ENGINES, type EngineName } from './engines.ts'
import { tryHistory } from './try-history.ts'

/**
 * `npm run histories -- [--seed N] [--runs N] [--engine NAME] [--cases FOLDER]`: runs the histories of `runs` seeds from
 * `seed` on. Stops at the first in which the engine is not what the batch reference is, and writes it, shrunk, as a golden
 * case into the folder; exit 1. Each history hangs on its seed alone, so a run goes on where another stopped.
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1000' },
    engine: { type: 'string', default: 'simple' },
    cases: { type: 'string', default: '.order-up/histories' },
  },
})

const PROGRESS_EVERY = 500

const fail = (text: string): never => {
  process.stderr.write(`${text}\n`)
  process.exit(2)
}
const wholeNumber = (name: 'seed' | 'runs'): number => {
  const value = Number(values[name])
  return Number.isSafeInteger(value) && value >= 0 ? value : fail(`--${name} must be a whole number`)
}

const [firstSeed, runs] = [wholeNumber('seed'), wholeNumber('runs')]
const engine =
  ENGINE_NAMES.find((name) => name === values.engine) ?? fail(`--engine: one of ${ENGINE_NAMES.join(', ')}`)
/** npm runs the script in its workspace; a folder is meant from where npm was called. */
const folder = resolve(process.env.INIT_CWD ?? '.', values.cases)

let interrupted = false
process.once('SIGINT', () => {
  interrupted = true
})

const startedMs = performance.now()
const seconds = (): string => `${Math.round((performance.now() - startedMs) / 1_000)} s`

const check = async (seed: number): Promise<boolean> => {
  const wrong = await tryHistory(ENGINES[engine as EngineName], seed)
  if (wrong === undefined) return true
  const file = writeCase(folder, wrong.case)
  process.stdout.write(
    `seed ${seed}: the ${engine} engine is wrong, see ${file}\n${failureLines(wrong.failure).join('\n')}\n`,
  )
  return false
}

let done = 0
let right = true
while (done < runs && right && !interrupted) {
  right = await check(firstSeed + done)
  done += 1
  if (done % PROGRESS_EVERY === 0)
    process.stderr.write(`${done} histories, next seed ${firstSeed + done}, ${seconds()}\n`)
}
const agreed = right ? done : done - 1
process.stdout.write(
  `${engine}: ${agreed} histories agree, seeds ${firstSeed} to ${firstSeed + agreed - 1}, ${seconds()}\n`,
)
if (interrupted) process.stdout.write(`go on with --seed ${firstSeed + done} --runs ${runs - done}\n`)
process.exitCode = right ? 0 : 1
