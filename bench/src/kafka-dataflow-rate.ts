import { inTemporaryFolder } from './in-temporary-folder.ts'
import { fill } from './kafka-fill.ts'
import type { SideResult } from './kafka-rate-side.ts'
import { runSide } from './kafka-run-side.ts'
import type { KafkaAddresses } from './kafka-services.ts'
import type { EngineName } from './run-engine.ts'

/**
 * One instance of the dataflow engine, its state on disk, against the simple engine: both exactly once, on one broker,
 * over the same raw topic, each to its shadow topics. They take turns; the best rate of each counts.
 */

const EVENTS = 150_000
const ROUNDS = 3
const BAR = 0.7
const SIDES: readonly EngineName[] = ['simple', 'dataflow']

/** Rounds of each engine, in the order in which they ran. */
type Rounds = Record<EngineName, SideResult[]>

const lineOf = (name: string, events: number, { seconds, cpuSeconds, peakRssMiB, written }: SideResult): string =>
  `  ${name.padEnd(8)}  ${Math.round(events / seconds).toLocaleString('en')} events/s, ${cpuSeconds.toFixed(1)} CPU s, peak ${Math.round(peakRssMiB)} MiB, ${written.commits} transactions`

const oneRound = (addresses: KafkaAddresses, events: number, rounds: Rounds): Promise<void> =>
  inTemporaryFolder(async (stateDir) => {
    for (const engine of SIDES) {
      const result = await runSide({ side: 'engine', engine, stateDir, shadow: true, ...addresses })
      console.log(lineOf(engine, events, result))
      rounds[engine].push(result)
    }
  })

const least = (rounds: readonly SideResult[], figure: 'seconds' | 'cpuSeconds'): number =>
  Math.min(...rounds.map((round) => round[figure]))

export const kafkaDataflowRate = async (services: Omit<KafkaAddresses, 'topicPrefix'>): Promise<boolean> => {
  const rounds: Rounds = { simple: [], dataflow: [] }
  let events = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const addresses = { ...services, topicPrefix: `dataflow-rate-${round}.` }
    events = await fill(addresses, EVENTS)
    await oneRound(addresses, events, rounds)
  }
  const share = least(rounds.simple, 'seconds') / least(rounds.dataflow, 'seconds')
  const cpu = least(rounds.dataflow, 'cpuSeconds') / least(rounds.simple, 'cpuSeconds')
  console.log(
    `  ${events.toLocaleString('en')} events; dataflow has ${share.toFixed(2)} of the rate of simple, bar ${BAR}; it takes ${cpu.toFixed(2)} times the CPU`,
  )
  return share >= BAR
}
