import { createSimpleEngine } from '@order-up/engine-simple'
import { openKafkaLog, registrySource } from '@order-up/log/kafka'
import { wallClock } from './kafka-clock.ts'
import type { KafkaAddresses } from './kafka-services.ts'

/** The engine whose latency is measured, in a process of its own until that is killed. Says when it begins. */

const { brokers, registryUrl, topicPrefix } = JSON.parse(process.argv[2] as string) as KafkaAddresses
const log = await openKafkaLog({ connection: { brokers }, registry: registrySource({ url: registryUrl }), topicPrefix })
const engine = createSimpleEngine()
process.send?.('ready')
await engine.run({
  log: log.connect({ name: engine.name }),
  signal: new AbortController().signal,
  timers: wallClock,
  limits: { commitIntervalMs: 100 },
})
