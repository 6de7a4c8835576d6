import type { EngineRun } from '../src/engine-port.ts'
import { Crew, type CrewSetting } from './crew.ts'
import { type Random, randomFrom } from './random.ts'
import { type RawRecord, rawRecords } from './raw-records.ts'
import type { TestLog } from './test-log.ts'
import { slowTimers } from './turn-timers.ts'

export type FlushBeside = Omit<CrewSetting, 'timers' | 'stormyCommits'>

/** What became of a flush beside instances that run without it, on a log that grew meanwhile. */
export interface FlushBesideOutcome {
  readonly log: TestLog
  readonly raw: readonly RawRecord[]
  /** How many raw records the log held at each moment from which on the flush was asked for. */
  readonly moments: readonly number[]
  /** What an instance did that none may do. */
  readonly failure?: string
}

type Bounds = Pick<EngineRun, 'untilEnd' | 'flush'>

const LIVE: readonly Bounds[] = [{}, {}, { untilEnd: true }]
/** Half of the seeds let everything go well: instances then hear of the flush while they run. */
const STORMY_COMMITS = [0, 400]
/** Most turns of the event loop between two records. */
const PACE = 10
/** So many only come and go where none ever comes to an end. */
const MOST_LIVES = 2_000

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A crew part of which runs without flush, beside those that flush. */
class MixedCrew {
  readonly crew: Crew
  readonly raw: readonly RawRecord[]
  readonly moments: number[] = []
  readonly #random: Random
  #lives = 0
  #isSealed = false
  /** Where the outputs ended when the first instance came to the end of the flush. */
  #finishedAt: string | undefined

  constructor({ seed, ...run }: FlushBeside) {
    this.#random = randomFrom(seed)
    const stormyCommits = this.#random.pick(STORMY_COMMITS)
    this.crew = new Crew({ ...run, seed, stormyCommits, timers: () => slowTimers(this.#random) })
    this.raw = rawRecords(run.case.records, this.crew.log.schemaId)
  }

  async run(): Promise<string | undefined> {
    const { crew } = this
    const failure = await crew.watch(this.#all())
    if (failure !== undefined || this.#finishedAt === undefined) return failure
    return this.#finishedAt === (await crew.written()) ? undefined : 'an instance came to its end before the flush had'
  }

  async #all(): Promise<void> {
    const random = this.#random
    const first = random.integer(this.raw.length / 3)
    const askedAt = first + random.integer(this.raw.length / 3)
    await this.crew.log.append(this.raw.slice(0, first))
    const live = Array.from({ length: 2 }, () => this.#place(random.pick(LIVE)))
    await this.#feed(first, askedAt)
    this.moments.push(askedAt)
    const flushing = Array.from({ length: 1 + random.integer(2) }, () => this.#place({ flush: true }))
    await Promise.all([...live, ...flushing, this.#feed(askedAt, this.raw.length)])
  }

  /** Appends records one by one; once the flush has been asked for, each makes another moment. */
  async #feed(from: number, to: number): Promise<void> {
    const isAsked = this.moments.length > 0
    for (let at = from; at < to && !this.crew.isOver && !this.#isSealed; at += 1) {
      await turns(this.#random.integer(PACE))
      await this.crew.log.append(this.raw.slice(at, at + 1))
      if (isAsked) this.moments.push(at + 1)
    }
  }

  /** Instance after instance in one place, until one is refused because the flush is over. */
  async #place(bounds: Bounds): Promise<void> {
    for (; !this.crew.isOver; this.#lives += 1) {
      if (this.#lives > MOST_LIVES) throw new Error('the flush never ends')
      const life = await this.crew.life(bounds)
      if (life === 'ended' && bounds.untilEnd !== true) this.#finishedAt ??= await this.crew.written()
      if (life === 'sealed') {
        this.#isSealed = true
        return
      }
    }
  }
}

/**
 * Lets some instances run without flush and others, a while later, with it, on a log to which records are appended one by
 * one, through whatever `seed` does to them; ends when the state is sealed.
 */
export const runFlushBeside = async (run: FlushBeside): Promise<FlushBesideOutcome> => {
  const mixed = new MixedCrew(run)
  const failure = await mixed.run()
  const { crew, raw, moments } = mixed
  return { log: crew.log, raw, moments, ...(failure === undefined ? {} : { failure }) }
}
