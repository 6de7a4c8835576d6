export { describeWithKafka, type KafkaAddresses } from './describe-with-kafka.ts'
export { describeWithPostgres, freshSchema } from './describe-with-postgres.ts'
