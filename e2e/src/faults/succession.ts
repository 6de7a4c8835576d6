import { fileURLToPath } from 'node:url'
import { wallClock } from '@order-up/contracts/kit'
import { groupMembers, type Program, startProgram } from '@order-up/log/kit'
import type { Addresses } from './addresses.ts'
import type { Cast } from './cast.ts'
import { commitsAgain } from './commits-again.ts'
import type { EngineOptions } from './engine-process.ts'
import { diesClaiming, type Life, lifeName, livesOf } from './life.ts'
import type { RoundOptions } from './round.ts'
import type { SinkKeeper } from './sink-keeper.ts'
import { makeTrouble, troublesOf } from './trouble.ts'

const ENGINE = fileURLToPath(new URL('./engine-process.js', import.meta.url))
const POLL_MS = 200
const SUPERSEDED = 5
const never = new AbortController().signal

/** The simple engine: one owner after the other dies as planned, with a standby beside it or without. */
export class Succession implements Cast {
  readonly takeoverMs: { readonly standby: number[]; readonly alone: number[] } = { standby: [], alone: [] }
  readonly #addresses: Addresses
  readonly #started: Program[] = []

  constructor(addresses: Addresses) {
    this.#addresses = addresses
  }

  async live({ plan, broker, log }: RoundOptions, sink: SinkKeeper): Promise<void> {
    const lives = livesOf(plan)
    const troubles = troublesOf(plan, lives)
    let owner = this.#start(lives[0])
    for (const [at, life] of lives.entries()) {
      if (!diesClaiming(life)) await owner.says('committed')
      sink.suffer(life.sink)
      const trouble = troubles.get(at)
      if (trouble !== undefined) {
        await sink.settled()
        await makeTrouble(trouble, broker)
        await commitsAgain(owner)
      }
      owner = await this.#liveOne(owner, life, lives[at + 1])
      log(`${at + 1} of ${lives.length}: ${lifeName(life)}${trouble === undefined ? '' : `, before it ${trouble}`}`)
    }
    await sink.settled()
    owner.signal('SIGTERM')
    await owner.ended
  }

  runToEnd(): Promise<number | NodeJS.Signals | null> {
    return this.#start(undefined, { untilEnd: true }).ended
  }

  #start(life: Life | undefined, rest: Partial<EngineOptions> = {}): Program {
    const engine = startProgram(ENGINE, { ...this.#addresses, ...rest, diesRestoring: diesClaiming(life) })
    this.#started.push(engine)
    return engine
  }

  /** Leads an owner to its end; resolves with its successor, which has committed or is itself about to die claiming. */
  async #liveOne(owner: Program, life: Life, next: Life | undefined): Promise<Program> {
    const standby = life.hasStandby ? this.#start(next) : undefined
    if (standby !== undefined) await this.#members(2)
    const endedMs = await this.#end(owner, life)
    const successor = standby ?? this.#start(next)
    if (diesClaiming(next)) return successor
    await successor.says('committed')
    if (!diesClaiming(life)) this.takeoverMs[life.hasStandby ? 'standby' : 'alone'].push(wallClock.nowMs() - endedMs)
    if (life.end.kind === 'asleep') await this.#wake(owner)
    return successor
  }

  async stop(): Promise<void> {
    for (const each of this.#started) each.signal('SIGKILL')
    for (const each of this.#started) await each.ended
  }

  /** Ends an owner, or puts it to sleep; resolves with the moment at which that had happened, epoch ms. */
  async #end(owner: Program, { end }: Life): Promise<number> {
    if (end.kind === 'asleep') {
      owner.signal('SIGSTOP')
      return wallClock.nowMs()
    }
    if (end.kind === 'killed') {
      await wallClock.sleep(end.afterMs, never)
      owner.signal('SIGKILL')
    } else if (end.point !== 'restoring') owner.tell(JSON.stringify({ point: end.point, passes: end.pass }))
    const how = await owner.ended
    if (how !== 'SIGKILL') throw new Error(`an engine ended with ${how}: ${owner.lines.slice(-3).join('\n')}`)
    return wallClock.nowMs()
  }

  async #wake(zombie: Program): Promise<void> {
    zombie.signal('SIGCONT')
    const code = await zombie.ended
    if (code !== SUPERSEDED) throw new Error(`a zombie ended with ${code}: ${zombie.lines.slice(-3).join('\n')}`)
  }

  async #members(count: number): Promise<void> {
    const { topicPrefix } = this.#addresses
    const group = { services: this.#addresses, topicPrefix, engine: 'simple' }
    while ((await groupMembers(group)) !== count) await wallClock.sleep(POLL_MS, never)
  }
}
