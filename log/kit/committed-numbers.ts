import { OUTPUT_TOPICS } from '@order-up/contracts'
import { openKafkaLog } from '../src/kafka/kafka-log.ts'
import { registrySource } from '../src/kafka/schemas/registry-source.ts'
import { TEST_TIMINGS, type TestServices } from './test-core.ts'

/** The numbers that have been committed to a partition of the curated orders, as readers see them. */
export const committedNumbers = async (
  services: TestServices,
  topicPrefix: string,
  partition = 0,
): Promise<readonly number[]> => {
  const registry = registrySource({ url: services.registryUrl })
  const log = await openKafkaLog({ connection: services, registry, topicPrefix, timings: TEST_TIMINGS })
  const end = (await log.reader.ends(OUTPUT_TOPICS.curated))[partition]
  const numbers: number[] = []
  const from = [{ topic: OUTPUT_TOPICS.curated, partition, offset: 0 }]
  if ((end?.offset ?? 0) > 0)
    for await (const { records, nextOffset } of log.reader.read(from, new AbortController().signal)) {
      numbers.push(...records.map(({ value }) => Number(value)))
      if (nextOffset >= (end?.offset ?? 0)) break
    }
  await log.close()
  return numbers
}
