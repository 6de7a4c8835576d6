import { userCacheFolder } from '../src/kafka/cache-folder.ts'
import { fetchKafka } from '../src/kafka/fetch-kafka.ts'
import { findJava } from '../src/kafka/java.ts'
import { startedOrReason } from './test-services.ts'

/** Resolves where Kafka's own programs can be run here; throws OU1211 or OU1212 where they cannot. */
export const needKafkaPrograms = async (): Promise<void> => {
  findJava()
  await fetchKafka({ cacheDir: userCacheFolder(), log: () => {} })
}

/**
 * Describes tests that start brokers themselves. Where none can be started they are skipped, with the reason in their
 * title. To be awaited at the top of a test file.
 */
export const describeWithKafkaPrograms = async (title: string, body: () => void): Promise<void> => {
  const reason = await startedOrReason(needKafkaPrograms)
  if (reason === undefined) describe(title, body)
  else describe.skip(`${title} (${reason})`, body)
}
