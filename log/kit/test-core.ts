import type { TestLogOptions } from '@order-up/contracts/kit'
import type { FailPoint } from '../src/kafka/commit/transactions.ts'
import { DEFAULT_TIMINGS, type KafkaTimings } from '../src/kafka/connection.ts'
import { type KafkaLog, openKafkaLog } from '../src/kafka/kafka-log.ts'
import type { SchemaSource } from '../src/kafka/schemas/schema-source.ts'
import type { TopicNames } from '../src/kafka/topic-names.ts'

/** Where a test log finds its services. */
export interface TestServices {
  readonly brokers: readonly string[]
  readonly registryUrl: string
}

/** What all instances on one test log share. */
export interface TestCore {
  readonly services: TestServices
  readonly names: TopicNames
  readonly options: TestLogOptions
  readonly registry: SchemaSource
  /** Commit attempts so far. */
  commits: number
}

/** Quick to notice, and to settle, what a test does to an instance. */
export const TEST_TIMINGS: KafkaTimings = {
  ...DEFAULT_TIMINGS,
  sessionMs: 6_000,
  heartbeatMs: 500,
  fetchWaitMs: 50,
  transactionMs: 3_000,
  firmAbsenceMs: 1,
}

export const openTestLog = (
  { services, names, options, registry }: TestCore,
  probe?: (point: FailPoint | 'restoring') => void,
): Promise<KafkaLog> =>
  openKafkaLog({
    connection: services,
    registry,
    topicPrefix: names.prefix,
    timings: TEST_TIMINGS,
    maxBatchRecords: options.maxBatch ?? 1_000,
    ...(options.now && { now: options.now }),
    ...(probe && { probe }),
  })
