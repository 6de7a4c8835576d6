import { readFileSync } from 'node:fs'
import { wallClock } from '@order-up/contracts/kit'
import { createDataflowEngine, lmdbStores } from '@order-up/engine-dataflow'
import { limitGarbage } from 'order-up'
import { StateLog } from './state-log.ts'

/** One life of the engine on the made-up log, in a process of its own: `node state-side.js OPTIONS`; its figures on stdout. */

export interface StateLife {
  readonly folder: string
  readonly stateDir: string
  readonly orders: number
  readonly cacheSize: number
}

export interface StateFigures {
  readonly seconds: number
  /** From the start to the moment at which all tasks know their state. */
  readonly restoreSeconds: number
  /** Most anonymous memory, and most memory in all, in MiB. */
  readonly mostAnon: number
  readonly mostRss: number
  readonly records: number
}

limitGarbage()

const MIB = 1_024
const SAMPLE_MS = 200
const PARTITIONS = 4

const kibOf = (status: string, name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0)

const { folder, stateDir, orders, cacheSize } = JSON.parse(process.argv[2] as string) as StateLife
let [mostAnon, mostRss] = [0, 0]
const sample = (): void => {
  const status = readFileSync('/proc/self/status', 'utf8')
  mostAnon = Math.max(mostAnon, kibOf(status, 'RssAnon'))
  mostRss = Math.max(mostRss, kibOf(status, 'VmHWM'))
}
setInterval(sample, SAMPLE_MS).unref()

const log = new StateLog({ folder, partitions: PARTITIONS, orders })
const stores = lmdbStores({ folder: stateDir, log: (line) => process.stderr.write(`${line}\n`) })
const startedMs = performance.now()
const { records } = await createDataflowEngine({ stores, cacheSize }).run({
  log,
  signal: new AbortController().signal,
  timers: wallClock,
  untilEnd: true,
})
sample()
log.close()
stores.close()
const figures: StateFigures = {
  seconds: (performance.now() - startedMs) / 1_000,
  restoreSeconds: log.restoreSeconds,
  mostAnon: mostAnon / MIB,
  mostRss: mostRss / MIB,
  records,
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
process.exit(0)
