import { wallClock } from '@order-up/contracts/kit'
import { limitGarbage } from 'order-up'
import { type BareLoop, runBareLoop } from './kafka-bare-loop.ts'
import { makeEngine } from './kafka-engine-made.ts'
import { type KafkaAddresses, openLog } from './kafka-services.ts'
import { counting, noVolumes, type WrittenVolumes } from './kafka-written.ts'
import type { EngineName } from './run-engine.ts'

/** One side of the Kafka benchmark in a process of its own: runs once over the raw topic, and answers with its figures. */

export interface EngineSide extends KafkaAddresses {
  readonly side: 'engine'
  /** The simple one by default. */
  readonly engine?: EngineName
  /** Where it keeps what it has on disk. */
  readonly stateDir?: string
  /** Writes to its shadow topics, so that another engine can read the same raw topic. */
  readonly shadow?: boolean
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

/** Notes the memory when the record to be marked has been committed. */
const marking = ({ markAt = 0 }: EngineSide) => {
  let left = markAt
  return ({ records }: { readonly records: number }): void => {
    if (left > 0 && left <= records) marked = { markedRssMiB: peakRssMiB() }
    left -= records
  }
}

/** The engine as the program runs it. */
const runEngine = async (side: EngineSide): Promise<WrittenVolumes> => {
  limitGarbage()
  const written = noVolumes()
  const log = await openLog(side, { timings: { firmAbsenceMs: 1 } })
  const { engine, close } = makeEngine(side.engine ?? 'simple', side.stateDir)
  await engine.run({
    log: counting(log.connect({ name: engine.name, shadow: side.shadow === true }), written),
    signal: new AbortController().signal,
    timers: wallClock,
    observer: { committed: marking(side) },
    untilEnd: true,
  })
  close()
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
