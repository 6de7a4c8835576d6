import { describeLogContract } from '@order-up/contracts/kit'
import { describeWithKafka } from '@order-up/local/kit'
import { kafkaTestLogs } from '../../kit/kafka-test-log.ts'

await describeWithKafka('log/kafka', (services) => {
  describeLogContract({
    name: 'kafka',
    create: kafkaTestLogs(services),
    lacks: [{ feature: 'backpressure', because: 'a broker keeps what nobody has read yet' }],
  })
})
