import { fill, PARTITIONS } from './kafka-fill.ts'
import type { SideResult } from './kafka-rate-side.ts'
import { runSide } from './kafka-run-side.ts'
import type { KafkaAddresses } from './kafka-services.ts'

/**
 * The simple engine with exactly-once on a broker on this machine, against a bare kafkajs loop that reads the same raw
 * topic and writes as many bytes in as many records and transactions. They take turns; the best rate
 * of each counts, and the most memory.
 */

const EVENTS = 500_000
const ROUNDS = 2
const BAR = 0.6
const MOST_RSS_MIB = 512

const lineOf = (name: string, events: number, { seconds, cpuSeconds, peakRssMiB, written }: SideResult): string =>
  `  ${name}  ${Math.round(events / seconds).toLocaleString('en')} events/s, ${cpuSeconds.toFixed(1)} CPU s, peak ${Math.round(peakRssMiB)} MiB, ${written.commits} transactions`

const quicker = (a: SideResult | undefined, b: SideResult): SideResult =>
  a === undefined || b.seconds < a.seconds ? b : a

export const kafkaRate = async (services: Omit<KafkaAddresses, 'topicPrefix'>): Promise<boolean> => {
  let engine: SideResult | undefined
  let bare: SideResult | undefined
  let events = 0
  let peakRssMiB = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const addresses = { ...services, topicPrefix: `rate-${round}.` }
    events = await fill(addresses, EVENTS)
    const ran = await runSide({ side: 'engine', ...addresses })
    console.log(lineOf('engine', events, ran))
    const { written } = ran
    const looped = await runSide({ side: 'bare', ...addresses, partitions: PARTITIONS, events, written })
    console.log(lineOf('bare  ', events, looped))
    engine = quicker(engine, ran)
    peakRssMiB = Math.max(peakRssMiB, ran.peakRssMiB)
    bare = quicker(bare, looped)
  }
  const ratio = (bare as SideResult).seconds / (engine as SideResult).seconds
  console.log(
    `  ${events.toLocaleString('en')} events; ratio ${ratio.toFixed(2)}, bar ${BAR}; memory bar ${MOST_RSS_MIB} MiB`,
  )
  return ratio >= BAR && peakRssMiB <= MOST_RSS_MIB
}
