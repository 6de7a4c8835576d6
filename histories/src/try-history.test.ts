import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { outputCodecs, type Step } from '@order-up/contracts'
import { type Candidate, type GoldenCase, loadCases, MODE_NAMES, verifyCase, writeCase } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { ENGINES } from './engines.ts'
import { mistaken } from './testing/mistaken-engine.ts'
import { type Counterexample, tryHistory } from './try-history.ts'

const FIRST_SEED = 1
const HISTORIES = 150

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'histories-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const withMistake = (mistake: (step: Step) => Step): Candidate => ({
  ...ENGINES.simple,
  create: () => mistaken(createSimpleEngine(), mistake),
})

/** The counterexample of the least seed that has one. */
const firstCounterexample = async (candidate: Candidate): Promise<Counterexample> => {
  for (let seed = FIRST_SEED; ; seed += 1) {
    const found = await tryHistory(candidate, seed)
    if (found !== undefined) return found
  }
}

const modesFailed = async (given: GoldenCase, candidate: Candidate): Promise<readonly string[]> => {
  const failed: string[] = []
  for (const mode of MODE_NAMES) {
    const { failure } = await verifyCase({ case: given, ...candidate, mode, seed: 1, maxRuns: 50 })
    if (failure !== undefined) failed.push(mode)
  }
  return failed
}

test.each(Object.keys(ENGINES) as (keyof typeof ENGINES)[])(
  `E1 E3 E4 the %s engine makes of the histories of seeds ${FIRST_SEED} to ${HISTORIES} what the batch reference does`,
  async (name) => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed += 1)
      expect([seed, await tryHistory(ENGINES[name], seed)]).toEqual([seed, undefined])
  },
)

const isLetterOf = (code: string, { output, value }: Step['outputs'][number]): boolean =>
  output === 'dlq' && outputCodecs.dlq.decode(value).error_code === code

const MISTAKES: readonly [what: string, mistake: (step: Step) => Step, records: number][] = [
  [
    'loses the letters of second creations',
    (step) => ({ ...step, outputs: step.outputs.filter((output) => !isLetterOf('DUPLICATE_ORDER', output)) }),
    2,
  ],
  [
    'forgets the ids of events at a restart',
    (step) => ({ ...step, state: step.state.filter(({ key }) => !key.toString().startsWith('i|')) }),
    2,
  ],
]

test.each(MISTAKES)(
  'a history in which an engine %s is shrunk to a case that shows it',
  async (_, mistake, records) => {
    const candidate = withMistake(mistake)

    writeCase(folder, (await firstCounterexample(candidate)).case)

    const [written] = loadCases(folder) as [GoldenCase]
    expect([written.records.length, written.partitions]).toEqual([records, 1])
    expect(await modesFailed(written, candidate)).not.toEqual([])
    expect(await modesFailed(written, ENGINES.simple)).toEqual([])
  },
  300_000,
)
