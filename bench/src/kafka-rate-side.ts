import { createSimpleEngine } from '@order-up/engine-simple'
import { type BareLoop, runBareLoop } from './kafka-bare-loop.ts'
import { wallClock } from './kafka-clock.ts'
import { type KafkaAddresses, openLog } from './kafka-services.ts'
import { counting, type WrittenVolumes } from './kafka-written.ts'

/** One side of the Kafka benchmark in a process of its own: runs once over the raw topic, and answers with its figures. */

export type SideOptions = ({ readonly side: 'engine' } & KafkaAddresses) | ({ readonly side: 'bare' } & BareLoop)

export interface SideResult {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakRssMiB: number
  readonly written: WrittenVolumes
}

const runEngine = async (addresses: KafkaAddresses): Promise<WrittenVolumes> => {
  const written: WrittenVolumes = { commits: 0, topics: {} }
  const log = await openLog(addresses, { firmAbsenceMs: 1 })
  const engine = createSimpleEngine()
  await engine.run({
    log: counting(log.connect({ name: engine.name }), written),
    signal: new AbortController().signal,
    timers: wallClock,
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
  peakRssMiB: process.resourceUsage().maxRSS / 1_024,
  written,
}
process.stdout.write(JSON.stringify(result), () => process.exit(0))
