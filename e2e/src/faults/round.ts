import { OUTPUT_TOPICS, RAW_TOPIC } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import { freshSchema, type TestBroker } from '@order-up/local/kit'
import { createTopics, type KafkaLog, openKafkaLog, registrySource } from '@order-up/log/kafka'
import { readTables } from '@order-up/sink/kit'
import type { Addresses } from './addresses.ts'
import type { Cast } from './cast.ts'
import { Crew } from './crew.ts'
import { startFeed } from './feed.ts'
import { readHistory, watchTopics } from './history.ts'
import { judge } from './judge.ts'
import { deathName, type Life, livesOf, type Plan } from './life.ts'
import { SinkKeeper } from './sink-keeper.ts'
import { Succession } from './succession.ts'
import { ROUND_TIMINGS } from './timings.ts'
import { troublesOf } from './trouble.ts'

/** The engines that rounds are run with. */
export type EngineName = 'simple' | 'dataflow'

export interface RoundOptions {
  readonly engine: EngineName
  readonly broker: TestBroker
  readonly databaseUrl: string
  readonly plan: Plan
  readonly partitions: number
  readonly ratePerSecond: number
  readonly log: (line: string) => void
}

/** What was done in a round, and what came of it. */
export interface RoundRecord {
  /** The simple one where a record does not say. */
  readonly engine?: EngineName
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

const OUTPUTS = Object.values(OUTPUT_TOPICS)
const CLOSING_MS = 30_000

const CASTS: Readonly<Record<EngineName, (addresses: Addresses) => Cast>> = {
  simple: (addresses) => new Succession(addresses),
  dataflow: (addresses) => new Crew(addresses),
}

const countsOf = (names: Iterable<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

const killsOf = (lives: readonly Life[]): readonly string[] =>
  lives.filter(({ end }) => end.kind !== 'asleep').map(deathName)

/** Runs a round on topics and tables of its own. */
export const runRound = async (options: RoundOptions): Promise<RoundRecord> => {
  const { plan, partitions, ratePerSecond, broker } = options
  const { brokers, registryUrl } = broker
  const topicPrefix = `faults-${options.engine}-${plan.seed}-${wallClock.nowMs()}.`
  const databaseUrl = await freshSchema(options.databaseUrl)
  const addresses: Addresses = { brokers: broker.proxied, registryUrl, databaseUrl, topicPrefix }
  await createTopics({ connection: { brokers }, topicPrefix }, partitions)
  const registry = registrySource({ url: registryUrl })
  const log: KafkaLog = await openKafkaLog({ connection: { brokers }, registry, topicPrefix, timings: ROUND_TIMINGS })
  const writer = await log.rawWriter()
  const cast = CASTS[options.engine](addresses)
  const sink = new SinkKeeper(addresses)
  try {
    const watch = await watchTopics(log.reader, OUTPUTS)
    const feed = startFeed({ writer, seed: plan.seed, ratePerSecond })
    await cast.live(options, sink)
    const events = await feed.stop()
    const last = await cast.runToEnd()
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
      engine: options.engine,
      seed: plan.seed,
      events,
      kills: countsOf(killsOf(livesOf(plan))),
      zombies: plan.zombies,
      sinkKills: sink.kills,
      troubles: countsOf(troublesOf(plan, livesOf(plan)).values()),
      takeoverMs: cast.takeoverMs,
      differences: [...failed, ...differences],
    }
  } finally {
    await cast.stop()
    await sink.stop()
    // Where the broker is gone for good nothing can be appended any more, and a failed round has to say why it failed.
    const late = new AbortController()
    await Promise.race([writer.close().then(() => log.close()), wallClock.sleep(CLOSING_MS, late.signal)])
    late.abort()
  }
}
