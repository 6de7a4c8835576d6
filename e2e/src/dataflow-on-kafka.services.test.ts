import { createDataflowEngine } from '@order-up/engine-dataflow'
import { describeOnKafka } from './describe-on-kafka.ts'

/** An instance claims eight tasks one after the other: each run takes seconds, and the memory log runs all cases. */
await describeOnKafka({
  name: 'dataflow',
  create: createDataflowEngine,
  movesTasks: true,
  cases: ['windows-close', 'orphans-in-order', 'idle-partition-flushed', 'late-by-own-partition', 'session-edges'],
  modes: ['interleaved', 'crashed-during', 'crashed-after', 'fenced', 'stormy'],
})
