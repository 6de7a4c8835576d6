import type { Engine } from '../src/engine-port.ts'
import { type Difference, differencesBetween, differenceText } from './differences.ts'
import { expectedOutputs } from './expected-outputs.ts'
import type { GoldenCase } from './golden-case.ts'
import { MODES, type Mode, type ModeName, type Schedule } from './modes.ts'
import { readOutputs } from './read-outputs.ts'
import { runSchedule } from './run-schedule.ts'
import type { CreateTestLog } from './test-log.ts'

/** A case, the engine that must hold it, and the log to run it on. */
export interface Trial {
  readonly case: GoldenCase
  /** A new instance of the engine, as a new process would have. */
  readonly create: () => Engine
  readonly createLog: CreateTestLog
  /** True for an engine whose tasks move: one that loses a task goes on with the others. */
  readonly movesTasks?: boolean
  /** Turns of the event loop without a batch or a commit after which a run counts as stuck. */
  readonly maxIdleTurns?: number
}

export interface VerifyOptions extends Trial {
  readonly mode: ModeName
  /** First seed of the seeded modes. */
  readonly seed: number
  /** Runs after which a mode of many ends; default: all of them. */
  readonly maxRuns?: number
  /** In modes in which something goes wrong at each commit in turn: at each of so many; default 1, at every one. */
  readonly stride?: number
}

/** What an engine did that the contract does not allow, and in which run. */
export interface CaseFailure {
  /** The run: a seed, or what went wrong at which commit. */
  readonly schedule: string
  readonly reason: string
  readonly differences: readonly Difference[]
}

/** A case in one mode; the first run that fails ends it. */
export interface CaseResult {
  readonly case: string
  readonly mode: ModeName
  readonly runs: number
  readonly commits: number
  readonly failure?: CaseFailure
}

/** True where the case can be run in the mode at all. */
export const modeApplies = (mode: ModeName, { partitions }: GoldenCase): boolean =>
  (MODES[mode] as Mode).interleaves !== true || partitions > 1

/** A case run by one schedule. */
export interface RunResult {
  readonly commits: number
  /** How often the run was stopped, crashed or superseded. */
  readonly mishaps: number
  readonly failure?: CaseFailure
}

/**
 * Runs a case through an engine by one schedule and compares every output partition, whole and by bytes (E4, T6).
 * Whatever the engine does is a result; it throws only where the log itself is broken.
 */
export const verifyRun = async (trial: Trial, schedule: Schedule): Promise<RunResult> => {
  const { log, raw, mishaps, failure, again } = await runSchedule({ ...trial, schedule })
  const failed = (reason: string, differences: readonly Difference[] = []): RunResult => ({
    commits: log.commits,
    mishaps,
    failure: { schedule: schedule.label, reason, differences },
  })
  if (failure !== undefined) return failed(failure)
  const expected = expectedOutputs(trial.case, raw)
  const differences = differencesBetween(expected, await readOutputs(log))
  if (differences.length > 0) return failed('the outputs differ from what is expected', differences)
  const refusal = await again()
  if (refusal !== undefined) return failed(refusal)
  const more = differencesBetween(expected, await readOutputs(log))
  return more.length > 0 ? failed('a further run changed the outputs', more) : { commits: log.commits, mishaps }
}

/** Which schedule of a mode is the n-th to be run; where commits are passed over, cases begin at different ones. */
const placeOf = (n: number, { count }: Mode, { stride = 1, case: given }: VerifyOptions): number =>
  count === 'every commit' ? (given.name.length % stride) + n * stride : n

/** Runs a golden case through an engine in one mode, as `verifyRun` does by each of its schedules. */
export const verifyCase = async (options: VerifyOptions): Promise<CaseResult> => {
  const mode: Mode = MODES[options.mode]
  const total = { case: options.case.name, mode: options.mode, runs: 0, commits: 0 }
  if (!modeApplies(options.mode, options.case)) return total
  const all = mode.count === 'every commit' ? Number.POSITIVE_INFINITY : mode.count
  const count = Math.min(all, options.maxRuns ?? all)
  for (let n = 0; n < count; n += 1) {
    const run = await verifyRun(options, mode.schedule(placeOf(n, mode, options), options.seed))
    total.runs += 1
    total.commits += run.commits
    if (run.failure !== undefined) return { ...total, failure: run.failure }
    if (mode.count === 'every commit' && run.mishaps === 0) break
  }
  return total
}

const MAX_LINES = 20

/** A failure as lines for a person: the run, the reason, then one line a difference. */
export const failureLines = ({ schedule, reason, differences }: CaseFailure): readonly string[] => [
  `${schedule}: ${reason}`,
  ...differences.slice(0, MAX_LINES).map(differenceText),
  ...(differences.length > MAX_LINES ? [`and ${differences.length - MAX_LINES} more`] : []),
]
