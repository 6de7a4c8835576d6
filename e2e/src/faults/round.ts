import { fileURLToPath } from 'node:url'
import { OUTPUT_TOPICS, RAW_TOPIC } from '@order-up/contracts'
import { freshSchema, type TestBroker } from '@order-up/local/kit'
import { createTopics, type KafkaLog, openKafkaLog, registrySource } from '@order-up/log/kafka'
import { groupMembers, type Program, startProgram } from '@order-up/log/kit'
import { readTables } from '@order-up/sink/kit'
import type { Addresses } from './addresses.ts'
import type { EngineOptions } from './engine-process.ts'
import { startFeed } from './feed.ts'
import { readHistory, watchTopics } from './history.ts'
import { judge } from './judge.ts'
import { diesClaiming, type Life, livesOf, type Plan } from './life.ts'
import { clock } from './process-edge.ts'
import { SinkKeeper } from './sink-keeper.ts'
import { ROUND_TIMINGS } from './timings.ts'
import { makeTrouble, troublesOf } from './trouble.ts'

export interface RoundOptions {
  readonly broker: TestBroker
  readonly databaseUrl: string
  readonly plan: Plan
  readonly partitions: number
  readonly ratePerSecond: number
  readonly log: (line: string) => void
}

/** What was done in a round, and what came of it. */
export interface RoundRecord {
  readonly seed: number
  readonly events: number
  /** Kills by where they hit. */
  readonly kills: Readonly<Record<string, number>>
  readonly zombies: number
  readonly sinkKills: number
  /** What was done to the broker, or to the connections to it. */
  readonly troubles: Readonly<Record<string, number>>
  /** From the end of an owner to the first commit of the next, in ms: with a standby that waited, and without one. */
  readonly takeoverMs: { readonly standby: readonly number[]; readonly alone: readonly number[] }
  /** Empty where everything is as the contract has it. */
  readonly differences: readonly string[]
}

const ENGINE = fileURLToPath(new URL('./engine-process.js', import.meta.url))
const OUTPUTS = Object.values(OUTPUT_TOPICS)
const POLL_MS = 200
const SUPERSEDED = 5
const never = new AbortController().signal

const nameOf = ({ end }: Life): string => (end.kind === 'killed at' ? `at ${end.point}` : end.kind)

/** One round: processes that die as planned, one after the other, while orders keep coming. */
class Round {
  readonly #addresses: Addresses
  readonly #started: Program[] = []
  readonly #takeoverMs: { standby: number[]; alone: number[] } = { standby: [], alone: [] }

  constructor(addresses: Addresses) {
    this.#addresses = addresses
  }

  get takeoverMs(): RoundRecord['takeoverMs'] {
    return this.#takeoverMs
  }

  start(life: Life | undefined, rest: Partial<EngineOptions> = {}): Program {
    const engine = startProgram(ENGINE, { ...this.#addresses, ...rest, diesRestoring: diesClaiming(life) })
    this.#started.push(engine)
    return engine
  }

  /** Leads an owner to its end; resolves with its successor, which has committed or is itself about to die claiming. */
  async live(owner: Program, life: Life, next: Life | undefined): Promise<Program> {
    const standby = life.hasStandby ? this.start(next) : undefined
    if (standby !== undefined) await this.#members(2)
    const endedMs = await this.#end(owner, life)
    const successor = standby ?? this.start(next)
    if (diesClaiming(next)) return successor
    await successor.says('committed')
    if (!diesClaiming(life)) this.#takeoverMs[life.hasStandby ? 'standby' : 'alone'].push(clock.nowMs() - endedMs)
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
      return clock.nowMs()
    }
    if (end.kind === 'killed') {
      await clock.sleep(end.afterMs, never)
      owner.signal('SIGKILL')
    } else if (end.point !== 'restoring') owner.tell(JSON.stringify({ point: end.point, passes: end.pass }))
    const how = await owner.ended
    if (how !== 'SIGKILL') throw new Error(`an engine ended with ${how}: ${owner.lines.slice(-3).join('\n')}`)
    return clock.nowMs()
  }

  async #wake(zombie: Program): Promise<void> {
    zombie.signal('SIGCONT')
    const code = await zombie.ended
    if (code !== SUPERSEDED) throw new Error(`a zombie ended with ${code}: ${zombie.lines.slice(-3).join('\n')}`)
  }

  async #members(count: number): Promise<void> {
    const { topicPrefix } = this.#addresses
    const group = { services: this.#addresses, topicPrefix, engine: 'simple' }
    while ((await groupMembers(group)) !== count) await clock.sleep(POLL_MS, never)
  }
}

const commits = (lines: readonly string[]): number => lines.filter((line) => line.startsWith('committed')).length

/** Resolves when an engine that has committed already does so again. */
const commitsAgain = (engine: Program): Promise<void> => {
  const before = commits(engine.lines)
  return engine.until((lines) => commits(lines) > before)
}

const liveAll = async (round: Round, sink: SinkKeeper, { plan, broker, log }: RoundOptions): Promise<void> => {
  const lives = livesOf(plan)
  const troubles = troublesOf(plan, lives)
  let owner = round.start(lives[0])
  for (const [at, life] of lives.entries()) {
    if (!diesClaiming(life)) await owner.says('committed')
    sink.suffer(life.sink)
    const trouble = troubles.get(at)
    if (trouble !== undefined) {
      await makeTrouble(trouble, broker)
      await commitsAgain(owner)
    }
    owner = await round.live(owner, life, lives[at + 1])
    log(
      `${at + 1} of ${lives.length}: ${nameOf(life)}${life.hasStandby ? ', with a standby' : ''}${trouble === undefined ? '' : `, before it ${trouble}`}`,
    )
  }
  await sink.settled()
  owner.signal('SIGTERM')
  await owner.ended
}

const countsOf = (names: Iterable<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

const killsOf = (lives: readonly Life[]): readonly string[] =>
  lives.filter(({ end }) => end.kind !== 'asleep').map(nameOf)

/** Runs a round on topics and tables of its own. */
export const runRound = async (options: RoundOptions): Promise<RoundRecord> => {
  const { plan, partitions, ratePerSecond, broker } = options
  const { brokers, registryUrl } = broker
  const topicPrefix = `faults-${plan.seed}-${clock.nowMs()}.`
  const databaseUrl = await freshSchema(options.databaseUrl)
  const addresses: Addresses = { brokers: broker.proxied, registryUrl, databaseUrl, topicPrefix }
  await createTopics({ connection: { brokers }, topicPrefix }, partitions)
  const registry = registrySource({ url: registryUrl })
  const log: KafkaLog = await openKafkaLog({ connection: { brokers }, registry, topicPrefix, timings: ROUND_TIMINGS })
  const writer = await log.rawWriter()
  const round = new Round(addresses)
  const sink = new SinkKeeper(addresses)
  try {
    const watch = await watchTopics(log.reader, OUTPUTS)
    const feed = startFeed({ writer, seed: plan.seed, ratePerSecond })
    await liveAll(round, sink, options)
    const events = await feed.stop()
    const last = await round.start(undefined, { untilEnd: true }).ended
    const loaded = await sink.finish()
    await watch.stop()
    const history = await readHistory(log.reader, [RAW_TOPIC, ...OUTPUTS])
    const tables = await readTables({ connectionString: databaseUrl })
    const ends = { engine: last, sink: loaded }
    const differences = judge({ partitions, schemaId: writer.schemaId, history, watched: watch.history, tables })
    const failed = Object.entries(ends).flatMap(([name, code]) =>
      code === 0 ? [] : [`the last ${name} ended with ${code}`],
    )
    return {
      seed: plan.seed,
      events,
      kills: countsOf(killsOf(livesOf(plan))),
      zombies: plan.zombies,
      sinkKills: sink.kills,
      troubles: countsOf(troublesOf(plan, livesOf(plan)).values()),
      takeoverMs: round.takeoverMs,
      differences: [...failed, ...differences],
    }
  } finally {
    await round.stop()
    await sink.stop()
    await writer.close()
    await log.close()
  }
}
