import { wallClock } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { limitGarbage } from 'order-up'
import { type KafkaAddresses, openLog } from './kafka-services.ts'
import { CHANGELOG, counting, noVolumes } from './kafka-written.ts'

/**
 * The engine whose commits lose their answers, in a process of its own until that is killed. Told anything, it takes the
 * next answer to EndTxn, which it has just received, for lost.
 */

/** What the process says after each commit. */
export interface Committed {
  readonly kind: 'committed'
  /** When the engine knew that the step is durable, epoch ms. */
  readonly atMs: number
  /** Raw records in the step. */
  readonly records: number
  /** Keys and values that have gone to the changelog since the start. */
  readonly changelog: { readonly records: number; readonly bytes: number }
}

/** What the process says: also when it has taken an answer for lost, epoch ms. */
export type Said = Committed | { readonly kind: 'lost'; readonly atMs: number }

const say = (said: Said): void => void process.send?.(said)
let isToLose = false
process.on('message', () => {
  isToLose = true
})

limitGarbage()
const log = await openLog(JSON.parse(process.argv[2] as string) as KafkaAddresses, {
  timings: { firmAbsenceMs: 1 },
  probe: (point) => {
    if (point !== 'committed' || !isToLose) return
    isToLose = false
    say({ kind: 'lost', atMs: wallClock.nowMs() })
    throw new Error('the answer to EndTxn is lost')
  },
})
const engine = createSimpleEngine()
const written = noVolumes()
const committed = ({ records }: { readonly records: number }): void => {
  const volume = written.topics[CHANGELOG] ?? { records: 0, keyBytes: 0, valueBytes: 0 }
  const changelog = { records: volume.records, bytes: volume.keyBytes + volume.valueBytes }
  say({ kind: 'committed', atMs: wallClock.nowMs(), records, changelog })
}
await engine.run({
  log: counting(log.connect({ name: engine.name }), written),
  signal: new AbortController().signal,
  timers: wallClock,
  limits: { commitIntervalMs: 100 },
  observer: { committed },
})
