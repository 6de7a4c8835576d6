import { wallClock } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { type KafkaAddresses, openLog } from './kafka-services.ts'

/** The engine whose latency is measured, in a process of its own until that is killed. Says when it begins. */

const log = await openLog(JSON.parse(process.argv[2] as string) as KafkaAddresses)
const engine = createSimpleEngine()
process.send?.('ready')
await engine.run({
  log: log.connect({ name: engine.name }),
  signal: new AbortController().signal,
  timers: wallClock,
  limits: { commitIntervalMs: 100 },
})
