import { wallClock } from '@order-up/contracts/kit'
import { createTopics, type KafkaLog } from '@order-up/log/kafka'
import { produce, whenDue } from '@order-up/producer'
import { compareWithRaw, orderEvents } from './curated-once.ts'
import { CuratedWatch } from './curated-watch.ts'
import { inTemporaryFolder } from './in-temporary-folder.ts'
import { PARTITIONS } from './kafka-fill.ts'
import { type KafkaAddresses, openLog } from './kafka-services.ts'
import { quantile } from './quantile.ts'
import { type Claim, claimedAnew, claimsText } from './rolling-claims.ts'
import { RollingCrew } from './rolling-crew.ts'
import { shopAtRate } from './shop-at-rate.ts'

/**
 * Three instances of the dataflow engine under 2,000 records a second, each of which is ended with SIGTERM and replaced,
 * one after the other: how long a record takes meanwhile until a reader of committed records sees its order, whether the
 * others keep their tasks, and whether each order is there once.
 */

const INSTANCES = 3
const RATE = 2_000
const WARM_UP_MS = 15_000
const CALM_MS = 8_000
const CATCH_UP_MS = 60_000
const BAR_MS = 3_000
const never = new AbortController().signal

/** Replaces each instance, with some time between them. */
const replaceAll = async (crew: RollingCrew): Promise<void> => {
  for (let replaced = 0; replaced < INSTANCES; replaced += 1) {
    await crew.replaceOldest()
    await wallClock.sleep(CALM_MS, never)
  }
}

/** Produces at the rate while `during` runs, then waits until all of it is curated, or for long enough. */
const underLoad = async (log: KafkaLog, watch: CuratedWatch, startMs: number, during: () => Promise<void>) => {
  const writer = await log.rawWriter()
  const [producingEnds, watchingEnds] = [new AbortController(), new AbortController()]
  const sound = { partitions: PARTITIONS, schemaId: writer.schemaId, duplicates: 0, late: 0, disorder: 0 }
  const records = shopAtRate({ ...sound, startMs, recordsPerSecond: RATE })
  const producing = produce({ records, writer, pace: whenDue, clock: wallClock, signal: producingEnds.signal })
  const watching = watch.watch(log, watchingEnds.signal)
  await during()
  const seconds = (wallClock.nowMs() - startMs) / 1_000
  producingEnds.abort()
  const produced = await producing
  await writer.close()
  const events = await orderEvents(log)
  const untilMs = wallClock.nowMs() + CATCH_UP_MS
  while (watch.seen.size < events.size && wallClock.nowMs() < untilMs) await wallClock.sleep(100, never)
  watchingEnds.abort()
  await watching
  return { rate: produced.records / seconds, events }
}

const isLatencyMet = (latenciesMs: number[], rate: number): boolean => {
  const sorted = latenciesMs.sort((a, b) => a - b)
  const [p50, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.99)]
  console.log(
    `  ${Math.round(rate).toLocaleString('en')} records/s, ${sorted.length.toLocaleString('en')} orders measured: p50 ${p50} ms, p99 ${p99} ms, worst ${sorted.at(-1)} ms, bar p99 ${BAR_MS} ms`,
  )
  return p99 < BAR_MS
}

const areClaimsMet = (claims: readonly Claim[]): boolean => {
  const anew = claimedAnew(claims)
  console.log(`  instances that had each task: ${claimsText(claims)}`)
  console.log(`  claimed anew by the instance that had it: ${anew}, bar 0`)
  return anew === 0
}

const areAllThereOnce = (events: ReadonlySet<string>, watch: CuratedWatch): boolean => {
  const { lost, doubled, foreign } = compareWithRaw(events, watch.seen)
  console.log(
    `  ${events.size.toLocaleString('en')} raw events of orders: ${lost} lost, ${doubled} doubled, ${foreign} foreign, bar 0`,
  )
  return lost + doubled + foreign === 0
}

const measure = async (addresses: KafkaAddresses, log: KafkaLog, stateDir: string): Promise<boolean> => {
  const crew = new RollingCrew({ ...addresses, stateDir })
  for (let started = 0; started < INSTANCES; started += 1) await crew.add()
  await wallClock.sleep(CALM_MS, never)
  const startMs = wallClock.nowMs()
  const watch = new CuratedWatch(startMs + WARM_UP_MS)
  const { rate, events } = await underLoad(log, watch, startMs, async () => {
    await wallClock.sleep(WARM_UP_MS, never)
    await replaceAll(crew)
  })
  await crew.stop()
  const met = [isLatencyMet(watch.latenciesMs, rate), areClaimsMet(crew.claims), areAllThereOnce(events, watch)]
  return met.every(Boolean)
}

export const kafkaRolling = async (services: Omit<KafkaAddresses, 'topicPrefix'>): Promise<boolean> => {
  const addresses = { ...services, topicPrefix: 'rolling.' }
  const { brokers, topicPrefix } = addresses
  await createTopics({ connection: { brokers }, topicPrefix }, PARTITIONS)
  const log = await openLog(addresses)
  try {
    return await inTemporaryFolder((stateDir) => measure(addresses, log, stateDir))
  } finally {
    await log.close()
  }
}
