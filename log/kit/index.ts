export { type CreateKafkaTestLog, type KafkaTestLog, kafkaTestLogs } from './kafka-test-log.ts'
export type { TestServices } from './test-core.ts'
