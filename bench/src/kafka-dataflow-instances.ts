import { inTemporaryFolder } from './in-temporary-folder.ts'
import { fill } from './kafka-fill.ts'
import type { SideResult } from './kafka-rate-side.ts'
import { runSide } from './kafka-run-side.ts'
import type { KafkaAddresses } from './kafka-services.ts'

/**
 * Two instances of the dataflow engine, each with half of the tasks, against one with all of them: CPU of all processes
 * for the same events, one after the other.
 */

const EVENTS = 100_000
const BAR = 1.25

const shareOf = ({ cpuSeconds, written }: SideResult): string => {
  const tasks = Object.keys(written.tasks).sort().join(' ')
  return `${cpuSeconds.toFixed(1)} CPU s, ${written.commits} transactions (${tasks})`
}

/** CPU seconds of so many instances together, over a raw topic of their own. */
const runInstances = async (addresses: KafkaAddresses, instances: number): Promise<number> => {
  await fill(addresses, EVENTS)
  const results = await inTemporaryFolder((stateDir) => {
    const side = { side: 'engine', engine: 'dataflow', stateDir, ...addresses } as const
    return Promise.all(Array.from({ length: instances }, () => runSide(side)))
  })
  console.log(`  ${instances === 1 ? 'one' : 'two'}: ${results.map(shareOf).join('; ')}`)
  return results.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
}

export const kafkaDataflowInstances = async (services: Omit<KafkaAddresses, 'topicPrefix'>): Promise<boolean> => {
  const one = await runInstances({ ...services, topicPrefix: 'one.' }, 1)
  const two = await runInstances({ ...services, topicPrefix: 'two.' }, 2)
  const ratio = two / one
  console.log(
    `  ${EVENTS.toLocaleString('en')} events; two take ${ratio.toFixed(2)} times the CPU of one, at most ${BAR}`,
  )
  return ratio <= BAR
}
