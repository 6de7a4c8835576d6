import type { Engine, EngineRun, StepLimits, Timers } from '../src/engine-port.ts'
import { OrderUpError } from '../src/errors.ts'
import { OUTPUT_TOPICS } from '../src/topics.ts'
import type { GoldenCase } from './golden-case.ts'
import { probeLog } from './probe-log.ts'
import { type Random, randomFrom } from './random.ts'
import { registryOf } from './raw-records.ts'
import { standstill } from './standstill.ts'
import { CrashError, type CreateTestLog, type Fault, type TestLog } from './test-log.ts'

export interface CrewSetting {
  readonly case: Pick<GoldenCase, 'partitions' | 'records'>
  /** A new instance, as a new process on a machine of its own would have. */
  readonly create: () => Engine
  readonly createLog: CreateTestLog
  readonly seed: number
  /** Of each life. */
  readonly timers: () => Timers
  /** After so many commits nothing goes wrong any more: what is left has to come to its end. */
  readonly stormyCommits: number
}

/** What goes wrong with an instance: what a log can do to it, or it is told to stop as a rolling restart does. */
export type Mishap = Fault | 'stop'

/** How a life ended: it came to its end, was stopped or has died before, was refused on sealed state, or was superseded. */
export type Life = 'ended' | 'cut' | 'sealed' | 'superseded'

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

const OVER = 'over'

const lifeOf = (error: unknown): Life | undefined => {
  if (error instanceof CrashError) return 'cut'
  if (!(error instanceof OrderUpError)) return undefined
  if (error.code === 'OU1302') return 'sealed'
  return error.code === 'OU1501' ? 'superseded' : undefined
}

/** Instances of one engine that share its tasks on one log, while tasks move, instances die, sleep, stop and come back. */
export class Crew {
  readonly log: TestLog
  /** How often each thing went wrong. */
  readonly mishaps: Partial<Record<Mishap, number>> = {}
  readonly #setting: CrewSetting
  readonly #random: Random
  readonly #limits: Partial<StepLimits>
  readonly #over = new AbortController()
  #calls = 0
  #failure: string | undefined

  constructor(setting: CrewSetting) {
    this.#setting = setting
    this.#random = randomFrom(setting.seed)
    this.#limits = {
      maxRecords: 1 + this.#random.integer(4),
      maxChanges: 1 + this.#random.integer(20),
      commitIntervalMs: 0,
    }
    this.log = setting.createLog({
      partitions: setting.case.partitions,
      registry: registryOf(setting.case.records),
      seed: setting.seed,
      maxBatch: 1 + this.#random.integer(3),
      fault: () => this.#fault(),
    })
  }

  /** True once an instance has done what none may do: nothing goes on. */
  get isOver(): boolean {
    return this.#over.signal.aborted
  }

  #isCalm(): boolean {
    return this.log.commits > this.#setting.stormyCommits
  }

  #fault(): Fault | undefined {
    this.#calls += 1
    if (this.#isCalm() || !this.#random.chance(FAULTS_IN_100)) return undefined
    return this.#note(this.#random.pick(FAULTS))
  }

  #note<M extends Mishap>(mishap: M): M {
    this.mishaps[mishap] = (this.mishaps[mishap] ?? 0) + 1
    return mishap
  }

  /** One life of one instance; rejects with what no instance may fail with. */
  async life(bounds: Pick<EngineRun, 'untilEnd' | 'flush'>): Promise<Life> {
    const stop = new AbortController()
    const end = (): void => stop.abort(OVER)
    this.#over.signal.addEventListener('abort', end)
    try {
      await this.#run({ ...bounds, signal: stop.signal }, end)
      return stop.signal.aborted ? 'cut' : 'ended'
    } catch (error) {
      const life = lifeOf(error)
      if (life === undefined) throw error
      return life
    } finally {
      this.#over.signal.removeEventListener('abort', end)
    }
  }

  async #run(options: Pick<EngineRun, 'untilEnd' | 'flush' | 'signal'>, end: () => void): Promise<void> {
    const { create, timers } = this.#setting
    const engine = create()
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
    await engine.run({ ...options, log, limits: this.#limits, timers: timers() })
  }

  /** Where the outputs end. */
  async written(): Promise<string> {
    return JSON.stringify(await Promise.all(Object.values(OUTPUT_TOPICS).map((topic) => this.log.ends(topic))))
  }

  /** Waits for what the crew is at; resolves with what an instance did that none may do, or that all of them stand still. */
  async watch(work: Promise<unknown>): Promise<string | undefined> {
    const done = new AbortController()
    const running = work.catch((error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)))
    const stuck = standstill(() => this.#calls, done.signal).then(() => {
      if (!done.signal.aborted) this.#fail('the instances stand still')
    })
    await Promise.race([running, stuck])
    done.abort(OVER)
    return this.#failure
  }

  #fail(failure: string): void {
    this.#failure ??= failure
    this.#over.abort(OVER)
  }
}
