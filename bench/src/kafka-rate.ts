import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createTopics } from '@order-up/log/kafka'
import { generateOrders } from '@order-up/producer'
import type { SideOptions, SideResult } from './kafka-rate-side.ts'
import { type KafkaAddresses, openLog } from './kafka-services.ts'

/**
 * The simple engine with exactly-once on a broker on this machine, against a bare kafkajs loop that reads the same raw
 * topic and writes as many bytes in as many records and transactions. They take turns; the best of each counts.
 */

const PARTITIONS = 4
const EVENTS = 500_000
const ROUNDS = 2
const BAR = 0.6
const MOST_RSS_MIB = 512
const BATCH = 2_000
const SIDE = fileURLToPath(new URL('./kafka-rate-side.js', import.meta.url))

/** Fills the raw topic; resolves with the number of its records. */
const fill = async (addresses: KafkaAddresses, events: number): Promise<number> => {
  const { brokers, topicPrefix } = addresses
  await createTopics({ connection: { brokers }, topicPrefix }, PARTITIONS)
  const log = await openLog(addresses)
  const writer = await log.rawWriter()
  let [batch, appended] = [[] as Parameters<typeof writer.append>[0][number][], 0]
  for (const record of generateOrders({ partitions: PARTITIONS, schemaId: writer.schemaId, ratePerSecond: 5 })) {
    batch.push(record)
    if (batch.length < BATCH) continue
    await writer.append(batch)
    appended += batch.length
    batch = []
    if (appended >= events) break
  }
  await writer.close()
  await log.close()
  return appended
}

const runSide = async (options: SideOptions): Promise<SideResult> => {
  const { stdout } = await promisify(execFile)(process.execPath, [SIDE, JSON.stringify(options)], { maxBuffer: 1e7 })
  return JSON.parse(stdout) as SideResult
}

const lineOf = (name: string, events: number, { seconds, cpuSeconds, peakRssMiB, written }: SideResult): string =>
  `  ${name}  ${Math.round(events / seconds).toLocaleString('en')} events/s, ${cpuSeconds.toFixed(1)} CPU s, peak ${Math.round(peakRssMiB)} MiB, ${written.commits} transactions`

const quicker = (a: SideResult | undefined, b: SideResult): SideResult =>
  a === undefined || b.seconds < a.seconds ? b : a

export const kafkaRate = async (services: Omit<KafkaAddresses, 'topicPrefix'>): Promise<boolean> => {
  let engine: SideResult | undefined
  let bare: SideResult | undefined
  let events = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const addresses = { ...services, topicPrefix: `rate-${round}.` }
    events = await fill(addresses, EVENTS)
    const ran = await runSide({ side: 'engine', ...addresses })
    console.log(lineOf('engine', events, ran))
    const { written } = ran
    const looped = await runSide({ side: 'bare', ...addresses, partitions: PARTITIONS, events, written })
    console.log(lineOf('bare  ', events, looped))
    engine = quicker(engine, ran)
    bare = quicker(bare, looped)
  }
  const ratio = (bare as SideResult).seconds / (engine as SideResult).seconds
  const { peakRssMiB } = engine as SideResult
  console.log(
    `  ${events.toLocaleString('en')} events; ratio ${ratio.toFixed(2)}, bar ${BAR}; memory bar ${MOST_RSS_MIB} MiB`,
  )
  return ratio >= BAR && peakRssMiB <= MOST_RSS_MIB
}
