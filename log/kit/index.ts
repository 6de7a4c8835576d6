export { type EngineGroup, groupMembers } from './group-members.ts'
export { type CreateKafkaTestLog, type KafkaTestLog, kafkaTestLogs } from './kafka-test-log.ts'
export { type Program, startProgram } from './program.ts'
export type { TestServices } from './test-core.ts'
