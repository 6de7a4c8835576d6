import { createSimpleEngine } from '@order-up/engine-simple'
import { limitGarbage } from 'order-up'
import { type BareLoop, runBareLoop } from './kafka-bare-loop.ts'
import { wallClock } from './kafka-clock.ts'
import { type KafkaAddresses, openLog } from './kafka-services.ts'
import { counting, type WrittenVolumes } from './kafka-written.ts'

/** One side of the Kafka benchmark in a process of its own: runs once over the raw topic, and answers with its figures. */

export interface EngineSide extends KafkaAddresses {
  readonly side: 'engine'
  /** After so many records the memory is noted once. */
  readonly markAt?: number
}

export type SideOptions = EngineSide | ({ readonly side: 'bare' } & BareLoop)

export interface SideResult {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakRssMiB: number
  /** The same, when the record to be marked had been committed. */
  readonly markedRssMiB?: number
  readonly written: WrittenVolumes
}

const peakRssMiB = (): number => process.resourceUsage().maxRSS / 1_024
let marked: { readonly markedRssMiB?: number } = {}

/** The engine as the program runs it. */
const runEngine = async ({ markAt = 0, ...addresses }: EngineSide): Promise<WrittenVolumes> => {
  limitGarbage()
  const written: WrittenVolumes = { commits: 0, topics: {} }
  let left = markAt
  const committed = ({ records }: { readonly records: number }): void => {
    if (left > 0 && left <= records) marked = { markedRssMiB: peakRssMiB() }
    left -= records
  }
  const log = await openLog(addresses, { timings: { firmAbsenceMs: 1 } })
  const engine = createSimpleEngine()
  await engine.run({
    log: counting(log.connect({ name: engine.name }), written),
    signal: new AbortController().signal,
    timers: wallClock,
    observer: { committed },
    untilEnd: true,
  })
  await log.close()
  return written
}

const run = async (options: SideOptions): Promise<WrittenVolumes> => {
  if (options.side === 'engine') return runEngine(options)
  await runBareLoop(options)
  return options.written
}

const startMs = performance.now()
const before = process.cpuUsage()
const written = await run(JSON.parse(process.argv[2] as string) as SideOptions)
const { user, system } = process.cpuUsage(before)
const result: SideResult = {
  seconds: (performance.now() - startMs) / 1_000,
  cpuSeconds: (user + system) / 1_000_000,
  peakRssMiB: peakRssMiB(),
  ...marked,
  written,
}
process.stdout.write(JSON.stringify(result), () => process.exit(0))
