import { createTopics } from '@order-up/log/kafka'
import { generateOrders } from '@order-up/producer'
import { type KafkaAddresses, openLog } from './kafka-services.ts'

/** Partitions of the raw topic in the Kafka benchmarks. */
export const PARTITIONS = 4
const BATCH = 2_000

/** Fills the raw topic with the events of one and the same shop; resolves with the number of its records. */
export const fill = async (addresses: KafkaAddresses, events: number): Promise<number> => {
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
