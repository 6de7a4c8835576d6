import type { Engine, StepLimits } from '../src/engine-port.ts'
import { OrderUpError } from '../src/errors.ts'
import { OUTPUT_TOPICS } from '../src/topics.ts'
import type { GoldenCase } from './golden-case.ts'
import { probeLog } from './probe-log.ts'
import { type Random, randomFrom } from './random.ts'
import { type RawRecord, rawRecords, registryOf } from './raw-records.ts'
import { standstill } from './standstill.ts'
import { CrashError, type CreateTestLog, type Fault, type TestLog } from './test-log.ts'
import { turnTimers } from './turn-timers.ts'

export interface CrewRun {
  readonly case: GoldenCase
  /** A new instance, as a new process on a machine of its own would have. */
  readonly create: () => Engine
  readonly createLog: CreateTestLog
  /** Instances that run at once. */
  readonly instances: number
  readonly seed: number
}

/** What became of a case that several instances ran together. */
export interface CrewOutcome {
  readonly log: TestLog
  readonly raw: readonly RawRecord[]
  /** How often each thing went wrong. */
  readonly mishaps: Readonly<Partial<Record<Mishap, number>>>
  /** What an instance did that none may do. */
  readonly failure?: string
}

/** What goes wrong with an instance: what a log can do to it, or it is told to stop as a rolling restart does. */
type Mishap = Fault | 'stop'

const FAULTS: readonly Fault[] = [
  'move',
  'move',
  'move',
  'sleep',
  'crash-before',
  'crash-during',
  'crash-after',
  'fence',
]
const STOPS_IN_100 = 4
const FAULTS_IN_100 = 15
/** After so many commits nothing goes wrong any more: what is left has to come to its end. */
const STORMY_COMMITS = 400

const OVER = 'over'

/** Instances of one engine that share its tasks on one log, while tasks move, instances die, sleep, stop and come back. */
class Crew {
  readonly log: TestLog
  readonly mishaps: Partial<Record<Mishap, number>> = {}
  readonly #run: CrewRun
  readonly #random: Random
  readonly #limits: Partial<StepLimits>
  readonly #over = new AbortController()
  #calls = 0
  /** Where the outputs ended when the first instance came to its end. */
  #finishedAt: string | undefined
  #failure: string | undefined

  constructor(run: CrewRun) {
    this.#run = run
    this.#random = randomFrom(run.seed)
    this.#limits = {
      maxRecords: 1 + this.#random.integer(4),
      maxChanges: 1 + this.#random.integer(20),
      commitIntervalMs: 0,
    }
    this.log = run.createLog({
      partitions: run.case.partitions,
      registry: registryOf(run.case.records),
      seed: run.seed,
      maxBatch: 1 + this.#random.integer(3),
      fault: (commit) => this.#faultAt(commit),
    })
  }

  #isCalm(): boolean {
    return this.log.commits > STORMY_COMMITS
  }

  #faultAt(commit: number): Fault | undefined {
    this.#calls += 1
    if (commit > STORMY_COMMITS || !this.#random.chance(FAULTS_IN_100)) return undefined
    return this.#note(this.#random.pick(FAULTS))
  }

  #note<M extends Mishap>(mishap: M): M {
    this.mishaps[mishap] = (this.mishaps[mishap] ?? 0) + 1
    return mishap
  }

  /** One life of one instance; false where it was stopped or has died, before it came to its end. */
  async #life(flush: boolean): Promise<boolean> {
    const stop = new AbortController()
    const end = (): void => stop.abort(OVER)
    this.#over.signal.addEventListener('abort', end)
    const engine = this.#run.create()
    const log = probeLog(this.log.connect({ name: engine.name }), {
      onBatch: () => {
        this.#calls += 1
      },
      onCommitted: () => {
        if (this.#isCalm() || !this.#random.chance(STOPS_IN_100)) return
        this.#note('stop')
        end()
      },
    })
    const bounds = flush ? { flush } : { untilEnd: true }
    try {
      await engine.run({
        ...bounds,
        log,
        limits: this.#limits,
        timers: turnTimers(),
        signal: stop.signal,
      })
      if (stop.signal.aborted) return false
      this.#finishedAt ??= await this.#written()
      return true
    } catch (error) {
      if (error instanceof CrashError) return false
      // Another instance has finished the flush meanwhile, or taken over.
      if (error instanceof OrderUpError && (error.code === 'OU1302' || error.code === 'OU1501')) return true
      throw error
    } finally {
      this.#over.signal.removeEventListener('abort', end)
    }
  }

  /** Instance after instance in one place of the crew, until one comes to its end. */
  async #place(flush: boolean): Promise<void> {
    while (!this.#over.signal.aborted) if (await this.#life(flush)) return
  }

  async #together(flush: boolean): Promise<void> {
    const places = Array.from({ length: this.#run.instances }, () => this.#place(flush))
    await Promise.all(places)
  }

  async #written(): Promise<string> {
    return JSON.stringify(await Promise.all(Object.values(OUTPUT_TOPICS).map((topic) => this.log.ends(topic))))
  }

  /** Runs all places to their end: whoever comes to it first says that everything is durable (E5). */
  async runToEnd(flush: boolean): Promise<string | undefined> {
    this.#finishedAt = undefined
    const done = new AbortController()
    const running = this.#together(flush).catch((error: unknown) => {
      this.#failure ??= error instanceof Error ? error.message : String(error)
      this.#over.abort(OVER)
    })
    const stuck = standstill(() => this.#calls, done.signal).then(() => {
      if (done.signal.aborted) return
      this.#failure ??= 'the instances stand still'
      this.#over.abort(OVER)
    })
    await Promise.race([running, stuck])
    done.abort(OVER)
    const finishedAt = this.#finishedAt ?? (await this.#written())
    if (finishedAt !== (await this.#written())) this.#failure ??= 'an instance came to its end before the run had'
    return this.#failure
  }
}

/** Runs a case by several instances at once, through whatever `seed` does to them, to its end. */
export const runCrew = async (run: CrewRun): Promise<CrewOutcome> => {
  const { records, flush } = run.case
  const crew = new Crew(run)
  const raw = rawRecords(records, crew.log.schemaId)
  const half = Math.ceil(raw.length / 2)
  await crew.log.append(raw.slice(0, half))
  let failure = await crew.runToEnd(false)
  if (failure === undefined) {
    await crew.log.append(raw.slice(half))
    failure = await crew.runToEnd(flush)
  }
  return { log: crew.log, raw, mishaps: crew.mishaps, ...(failure === undefined ? {} : { failure }) }
}
