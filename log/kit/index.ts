export { type KafkaTestLog, kafkaTestLogs, type TestServices } from './kafka-test-log.ts'
