import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Random, randomFrom, wallClock } from '@order-up/contracts/kit'
import { type Program, startProgram } from '@order-up/log/kit'
import type { Addresses } from './addresses.ts'
import type { Cast } from './cast.ts'
import { anyCommitsAgain } from './commits-again.ts'
import type { EngineOptions } from './engine-process.ts'
import { deathName, diesClaiming, type Life, livesOf } from './life.ts'
import type { RoundOptions } from './round.ts'
import type { SinkKeeper } from './sink-keeper.ts'
import { makeTrouble, troublesOf } from './trouble.ts'

const ENGINE = fileURLToPath(new URL('./engine-process.js', import.meta.url))
const MOST_INSTANCES = 3
/** A sleeper is woken once its session has passed and others have its tasks. */
const SLEEP_MS = 13_000
const never = new AbortController().signal

const lastLines = ({ lines }: Program): string => lines.slice(-15).join('\n')

/** The dataflow engine: one to three instances come and go, and die as planned while tasks move between them. */
export class Crew implements Cast {
  readonly takeoverMs: { readonly standby: number[]; readonly alone: number[] } = { standby: [], alone: [] }
  readonly #addresses: Addresses
  readonly #folder = mkdtempSync(join(tmpdir(), 'order-up-crew-'))
  readonly #started: Program[] = []
  #living: Program[] = []
  /** Rejects once an instance has ended that was not meant to. */
  readonly #failing: Promise<never>
  #fallen: (why: string) => void = () => {}

  constructor(addresses: Addresses) {
    this.#addresses = addresses
    this.#failing = new Promise((_, reject) => {
      this.#fallen = (why) => reject(new Error(why))
    })
    this.#failing.catch(() => {}) // seen by whoever leads the crew
  }

  async live(options: RoundOptions, sink: SinkKeeper): Promise<void> {
    await Promise.race([this.#liveAll(options, sink), this.#failing])
  }

  async #liveAll({ plan, broker, log }: RoundOptions, sink: SinkKeeper): Promise<void> {
    const random = randomFrom(plan.seed)
    const lives = livesOf(plan)
    const troubles = troublesOf(plan, lives)
    for (const [at, life] of lives.entries()) {
      await this.#fill(1 + random.integer(MOST_INSTANCES), life)
      await anyCommitsAgain(this.#living)
      sink.suffer(life.sink)
      const trouble = troubles.get(at)
      if (trouble !== undefined) {
        await sink.settled()
        await makeTrouble(trouble, broker)
        await anyCommitsAgain(this.#living)
      }
      const size = this.#living.length
      await this.#end(life, random)
      log(
        `${at + 1} of ${lives.length}: ${deathName(life)}, of ${size}${trouble === undefined ? '' : `, before it ${trouble}`}`,
      )
    }
    await this.#fill(1)
    await anyCommitsAgain(this.#living)
    await sink.settled()
    for (const each of this.#living) each.signal('SIGTERM')
    for (const each of this.#living) await each.ended
  }

  runToEnd(): Promise<number | NodeJS.Signals | null> {
    return this.#start({ untilEnd: true }).ended
  }

  async stop(): Promise<void> {
    for (const each of this.#started) each.signal('SIGKILL')
    for (const each of this.#started) await each.ended
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #start(rest: Partial<EngineOptions> = {}): Program {
    const options = { ...this.#addresses, engine: 'dataflow', stateDir: this.#folder, ...rest }
    const program = startProgram(ENGINE, options)
    this.#started.push(program)
    void program.ended.then((how) => {
      if (how !== 'SIGKILL' && how !== 0) this.#fallen(`an instance ended with ${how}: ${lastLines(program)}`)
    })
    return program
  }

  /** Starts instances until there are so many; one that is left over to a sleeper, or to another owner, is one more. */
  async #fill(size: number, life?: Life): Promise<void> {
    const least = life?.end.kind === 'asleep' || diesClaiming(life) ? 2 : 1
    while (this.#living.length < Math.max(size, least)) this.#living.push(this.#start())
    for (const each of this.#living) await each.says('opened')
  }

  /** Leads one of the living to its end. */
  async #end(life: Life, random: Random): Promise<void> {
    const { end } = life
    if (diesClaiming(life)) return this.#dies(this.#start({ diesRestoring: true }))
    const victim = random.pick(this.#living)
    if (end.kind === 'asleep') return this.#sleeps(victim)
    this.#living = this.#living.filter((each) => each !== victim)
    if (end.kind === 'killed at') victim.tell(JSON.stringify({ point: end.point, passes: end.pass }))
    else {
      await wallClock.sleep(end.afterMs, never)
      victim.signal('SIGKILL')
    }
    await this.#dies(victim)
  }

  async #dies(victim: Program): Promise<void> {
    const how = await victim.ended
    if (how !== 'SIGKILL') throw new Error(`an instance ended with ${how}: ${lastLines(victim)}`)
  }

  /** What it held is taken over meanwhile; woken, it goes on as one of the crew. */
  async #sleeps(victim: Program): Promise<void> {
    victim.signal('SIGSTOP')
    await wallClock.sleep(SLEEP_MS, never)
    await anyCommitsAgain(this.#living.filter((each) => each !== victim))
    victim.signal('SIGCONT')
  }
}
