import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type CaseResult,
  failureLines,
  type GoldenCase,
  type ModeName,
  modeApplies,
  verifyCase,
} from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { ENGINES, type EngineName } from '../engines.ts'
import type { Paint } from '../terminal/paint.ts'

/** What became of one case, in all the modes that were asked for and that apply to it. */
export interface CaseVerdict {
  readonly name: string
  readonly ok: boolean
  readonly results: readonly CaseResult[]
}

export interface VerifyInModes {
  readonly case: GoldenCase
  readonly engine: EngineName
  readonly modes: readonly ModeName[]
  readonly seed: number
  /** Ends the case between two modes. */
  readonly signal: AbortSignal
}

/** Runs one case through an engine on the memory log, in each mode that applies to it. */
export const verifyInModes = async (options: VerifyInModes): Promise<CaseVerdict> => {
  const { engine, seed } = options
  const results: CaseResult[] = []
  for (const mode of options.modes.filter((name) => modeApplies(name, options.case))) {
    await nextTurn()
    if (options.signal.aborted) break
    results.push(await verifyCase({ case: options.case, ...ENGINES[engine], createLog: createMemoryLog, mode, seed }))
  }
  return { name: options.case.name, ok: results.every(({ failure }) => failure === undefined), results }
}

/** More modes than these are counted, not named. */
const MOST_NAMED = 3

const runsOf = ({ results }: CaseVerdict): number => results.reduce((sum, { runs }) => sum + runs, 0)

/** What a case with one partition says to a mode that interleaves several. */
const SKIPPED = 'needs more than one partition in this mode'

/** Modes by name where they are few, else how many. */
const modesText = ({ results }: CaseVerdict): string =>
  results.length > MOST_NAMED ? `${results.length} modes` : results.map(({ mode }) => mode).join(', ')

const failureText = ({ mode, failure }: CaseResult): readonly string[] =>
  failure === undefined ? [] : failureLines(failure).map((line, at) => (at === 0 ? `${mode}, ${line}` : `  ${line}`))

export interface VerdictStyle {
  readonly paint: Paint
  /** Room for the longest name. */
  readonly nameWidth: number
}

/** One line a case, with its modes and how many runs they took; what went wrong in each mode below it. */
export const verdictLines = (verdict: CaseVerdict, { paint, nameWidth }: VerdictStyle): readonly string[] => {
  const name = verdict.name.padEnd(nameWidth)
  if (verdict.results.length === 0) return [`skip ${name}  (${SKIPPED})`]
  const mark = verdict.ok ? paint('green', 'ok  ') : paint('red', 'FAIL')
  return [
    `${mark} ${name}  (${modesText(verdict)}, ${runsOf(verdict)} runs)`,
    ...verdict.results.flatMap(failureText).map((line) => `     ${line}`),
  ]
}

/** The same for a program. */
export const verdictDocument = (verdict: CaseVerdict): object => ({
  case: verdict.name,
  ok: verdict.ok,
  runs: runsOf(verdict),
  modes: verdict.results.map(({ mode, runs, commits, failure }) => ({ mode, runs, commits, failure: failure ?? null })),
})
