import { kafkaBacklog } from './kafka-backlog.ts'
import { kafkaDataflowInstances } from './kafka-dataflow-instances.ts'
import { kafkaDataflowRate } from './kafka-dataflow-rate.ts'
import { kafkaLatency } from './kafka-latency.ts'
import { kafkaRate } from './kafka-rate.ts'
import { kafkaRecovery } from './kafka-recovery.ts'
import { kafkaRolling } from './kafka-rolling.ts'
import { withKafka } from './kafka-services.ts'

/** `npm run bench:kafka [-- NAME…]`: each benchmark on a broker of its own, with its bar; exit 1 where one is missed. */

const BENCHMARKS: Readonly<Record<string, () => Promise<boolean>>> = {
  'kafka-rate': () => withKafka(kafkaRate),
  'kafka-backlog': () => withKafka(kafkaBacklog),
  'kafka-latency': () => withKafka(kafkaLatency),
  'kafka-recovery': kafkaRecovery,
  'kafka-dataflow-instances': () => withKafka(kafkaDataflowInstances),
  'kafka-rolling': () => withKafka(kafkaRolling),
  'kafka-dataflow-rate': () => withKafka(kafkaDataflowRate),
}

const [...given] = process.argv.slice(2)
for (const name of given.length > 0 ? given : Object.keys(BENCHMARKS)) {
  console.log(name)
  const isMet = await (BENCHMARKS[name] as (typeof BENCHMARKS)[string])()
  console.log(isMet ? '  bar met' : '  BAR MISSED')
  if (!isMet) process.exitCode = 1
}
