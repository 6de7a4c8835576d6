import { describeLogContract } from '@order-up/contracts/kit'
import { describeWithKafka } from '@order-up/local/kit'
import { type CreateKafkaTestLog, kafkaTestLogs } from '../../kit/kafka-test-log.ts'

await describeWithKafka('log/kafka', (services) => {
  let create: CreateKafkaTestLog
  beforeAll(async () => {
    create = await kafkaTestLogs(services)
  })

  describeLogContract({
    name: 'kafka',
    create: (options) => create(options),
    lacks: [{ feature: 'backpressure', because: 'a broker keeps what nobody has read yet' }],
  })
})
