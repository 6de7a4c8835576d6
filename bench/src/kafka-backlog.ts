import { fill } from './kafka-fill.ts'
import { runSide } from './kafka-run-side.ts'
import type { KafkaAddresses } from './kafka-services.ts'

/** Memory of an engine by how far it is behind: the same shop's events, once up to a record, once twice as many. */

const EVENTS = 500_000
const BAR_MIB = 512
const BAR_GROWTH = 1.15

/** Peak memory when `EVENTS` of the records that wait have been committed, and at the end of them. */
const behind = async (addresses: KafkaAddresses, events: number) => {
  await fill(addresses, events)
  const { peakRssMiB, markedRssMiB } = await runSide({ side: 'engine', ...addresses, markAt: EVENTS })
  return { atMark: Math.round(markedRssMiB ?? peakRssMiB), atEnd: Math.round(peakRssMiB) }
}

export const kafkaBacklog = async (services: Omit<KafkaAddresses, 'topicPrefix'>): Promise<boolean> => {
  const near = await behind({ ...services, topicPrefix: 'near.' }, EVENTS)
  const far = await behind({ ...services, topicPrefix: 'far.' }, 2 * EVENTS)
  console.log(`  500,000 events behind: peak ${near.atMark} MiB`)
  console.log(
    `  1,000,000 events behind: peak ${far.atMark} MiB after 500,000, ${far.atEnd} MiB after all; bar ${BAR_MIB} MiB and ${BAR_GROWTH} times as much after 500,000`,
  )
  return far.atMark <= BAR_MIB && far.atMark <= near.atMark * BAR_GROWTH
}
