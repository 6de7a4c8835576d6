import type { Engine } from '../src/engine-port.ts'
import { OrderUpError } from '../src/errors.ts'
import type { GoldenCase } from './golden-case.ts'
import type { Schedule } from './modes.ts'
import { type RawRecord, rawRecords, registryOf } from './raw-records.ts'
import type { CreateTestLog, Fault, TestLog } from './test-log.ts'
import { runWatched, type Settled } from './watched-run.ts'

export interface ScheduledRun {
  readonly case: GoldenCase
  readonly create: () => Engine
  readonly createLog: CreateTestLog
  /** True where a run goes on that has lost a task. */
  readonly movesTasks?: boolean
  /** As of a run that is watched: more for a log that is slow to answer. */
  readonly maxIdleTurns?: number
  readonly schedule: Schedule
}

/** What became of a case that was run by a schedule. */
export interface Outcome {
  readonly log: TestLog
  readonly raw: readonly RawRecord[]
  /** How often the run was stopped, crashed or superseded. */
  readonly mishaps: number
  /** What an engine did that none may do; undefined where the run came to its end. */
  readonly failure?: string
  /** Runs the case again where it has come to its end; returns what is wrong with that. */
  readonly again: () => Promise<string | undefined>
}

/** How an instance ended: it came to its end, was interrupted as scheduled, or failed. */
type Ending = 'finished' | 'interrupted' | { readonly failure: string }

/** Far above what steps of one record need, far below what a person waits for. */
const maxCommits = ({ records, expect }: GoldenCase): number =>
  1_000 + 100 * (records.length + Object.values(expect).reduce((sum, rows) => sum + rows.length, 0))

/** What takes a task away from an instance that lives on. */
const LOSES_TASKS: readonly Fault[] = ['fence', 'move', 'sleep']

const isCode = (error: unknown, code: string): boolean => error instanceof OrderUpError && error.code === code
const errorText = (error: unknown): string =>
  error instanceof OrderUpError ? `${error.code} ${error.message}` : String(error)

const afterFault = (
  fault: Fault,
  settled: Exclude<Settled, { readonly kind: 'stuck' }>,
  movesTasks: boolean,
): Ending => {
  if (settled.kind === 'resolved' && movesTasks && LOSES_TASKS.includes(fault))
    return settled.stopped ? 'interrupted' : 'finished'
  if (settled.kind === 'resolved') return { failure: `the run ended as if nothing had happened after ${fault}` }
  if (fault !== 'fence' || isCode(settled.error, 'OU1501')) return 'interrupted'
  return { failure: `a superseded run must fail with OU1501, not ${errorText(settled.error)}` }
}

/** The log of one schedule, and the instances that run on it one after the other. */
class Instances {
  mishaps = 0
  readonly log: TestLog
  readonly #run: ScheduledRun
  #calm = false
  /** Commits that an engine has learnt of. */
  #durable = 0
  #fault: Fault | undefined
  #interrupted = false
  #runaway: string | undefined

  constructor(run: ScheduledRun) {
    this.#run = run
    this.log = run.createLog({
      partitions: run.case.partitions,
      registry: registryOf(run.case.records),
      ...run.schedule.log,
      fault: (commit) => this.#faultAt(commit),
    })
  }

  #faultAt(commit: number): Fault | undefined {
    if (commit >= maxCommits(this.#run.case)) {
      this.#runaway = `the run made ${commit} commits without coming to its end`
      return 'crash-before'
    }
    const fault = this.#calm ? undefined : this.#run.schedule.fault?.(commit)
    if (fault !== undefined) {
      this.mishaps += 1
      this.#fault = fault
    }
    return fault
  }

  /** Asked after each commit that is durable; other tasks may have begun to commit meanwhile. */
  #stopsNow(): boolean {
    const stops = !this.#calm && this.#run.schedule.stopAfter?.(this.#durable) === true
    this.#durable += 1
    if (stops) this.mishaps += 1
    return stops
  }

  #instance(flush: boolean): Promise<Settled> {
    const engine = this.#run.create()
    const log = this.log.connect({ name: engine.name })
    const bounds = flush ? { flush } : { untilEnd: true }
    const limits = this.#run.schedule.limits ?? {}
    const { maxIdleTurns } = this.#run
    const patience = maxIdleTurns === undefined ? {} : { maxIdleTurns }
    return runWatched({ engine, log, limits, ...bounds, ...patience, stopsNow: () => this.#stopsNow() })
  }

  async #ending(flush: boolean): Promise<Ending> {
    this.#fault = undefined
    const settled = await this.#instance(flush)
    if (this.#runaway !== undefined) return { failure: this.#runaway }
    if (settled.kind === 'stuck') return { failure: 'the run stands still' }
    if (this.#fault !== undefined) return afterFault(this.#fault, settled, this.#run.movesTasks === true)
    if (settled.kind === 'resolved') return settled.stopped ? 'interrupted' : 'finished'
    // A flush whose last step was durable before the interruption has sealed the state.
    if (flush && this.#interrupted && isCode(settled.error, 'OU1302')) return 'finished'
    return { failure: `the run failed with ${errorText(settled.error)}` }
  }

  /** Runs instances until one comes to its end; returns what went wrong. */
  async runToEnd(flush: boolean): Promise<string | undefined> {
    this.#interrupted = false
    for (;;) {
      const ending = await this.#ending(flush)
      if (ending === 'finished') return undefined
      if (ending !== 'interrupted') return ending.failure
      this.#interrupted = true
    }
  }

  /** A further run, undisturbed: refused on sealed state (E5), else with nothing left to do. */
  async again(flush: boolean): Promise<string | undefined> {
    this.#calm = true
    const settled = await this.#instance(flush)
    if (settled.kind === 'stuck') return 'a further run stands still'
    const refused = settled.kind === 'rejected' && isCode(settled.error, 'OU1302')
    if (flush) return refused ? undefined : 'a run on sealed state must be refused with OU1302'
    return settled.kind === 'rejected' ? `a further run failed with ${errorText(settled.error)}` : undefined
  }
}

/**
 * Runs a case by a schedule, instance after instance, until one comes to its end: at the end of the log (E5), or
 * flushed where the case says so.
 */
export const runSchedule = async (run: ScheduledRun): Promise<Outcome> => {
  const { records, flush } = run.case
  const instances = new Instances(run)
  const raw = rawRecords(records, instances.log.schemaId)
  const chunk = run.schedule.growBy ?? Math.max(raw.length, 1)
  let failure: string | undefined
  for (let at = 0; failure === undefined && at < Math.max(raw.length, 1); at += chunk) {
    await instances.log.append(raw.slice(at, at + chunk))
    failure = await instances.runToEnd(flush && at + chunk >= raw.length)
  }
  return {
    log: instances.log,
    raw,
    mishaps: instances.mishaps,
    ...(failure === undefined ? {} : { failure }),
    again: () => instances.again(flush),
  }
}
