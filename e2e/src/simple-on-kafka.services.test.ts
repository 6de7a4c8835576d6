import { MODE_NAMES } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { describeOnKafka } from './describe-on-kafka.ts'

await describeOnKafka({
  name: 'simple',
  create: createSimpleEngine,
  modes: MODE_NAMES.filter((mode) => mode !== 'whole'),
})
