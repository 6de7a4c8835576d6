/** An engine on Kafka in a process of its own, which kills itself where it is told to. Prints each commit. */

import { createInterface } from 'node:readline'
import type { Engine } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import { createDataflowEngine, lmdbStores } from '@order-up/engine-dataflow'
import { createSimpleEngine } from '@order-up/engine-simple'
import { openKafkaLog, registrySource } from '@order-up/log/kafka'
import { die, runToExit, say } from '@order-up/log/kit'
import type { Addresses } from './addresses.ts'
import type { Point } from './life.ts'
import { ROUND_TIMINGS } from './timings.ts'

export interface EngineOptions extends Addresses {
  /** The simple one by default. */
  readonly engine?: 'simple' | 'dataflow'
  /** Where the dataflow engine keeps its local copies. */
  readonly stateDir?: string
  readonly untilEnd?: boolean
  /** Dies while it claims. */
  readonly diesRestoring?: boolean
}

const {
  brokers,
  registryUrl,
  topicPrefix,
  engine: name = 'simple',
  stateDir = '',
  untilEnd = false,
  diesRestoring,
} = JSON.parse(process.argv[2] as string) as EngineOptions
let doom: { readonly point: Point; passes: number } | undefined = diesRestoring
  ? { point: 'restoring', passes: 1 }
  : undefined
createInterface({ input: process.stdin }).on('line', (line) => {
  doom = JSON.parse(line) as typeof doom
})

const ENGINES: Readonly<Record<'simple' | 'dataflow', () => Engine>> = {
  simple: createSimpleEngine,
  dataflow: () => createDataflowEngine({ stores: lmdbStores({ folder: stateDir, log: say }) }),
}

runToExit(async (signal) => {
  const log = await openKafkaLog({
    connection: { brokers },
    registry: registrySource({ url: registryUrl }),
    topicPrefix,
    timings: ROUND_TIMINGS,
    log: (line) => say(`log: ${line}`),
    probe: (point) => {
      if (doom?.point !== point) return
      doom.passes -= 1
      if (doom.passes <= 0) die()
    },
  })
  say('opened')
  const engine = ENGINES[name]()
  await engine.run({
    log: log.connect({ name: engine.name }),
    signal,
    timers: wallClock,
    untilEnd,
    observer: { committed: ({ records }) => say(`committed ${records}`) },
  })
  await log.close()
})
