/** A sink in a process of its own, which kills itself right behind a load where it is told to. Prints each load. */
import { wallClock } from '@order-up/contracts/kit'
import { openKafkaLog, registrySource } from '@order-up/log/kafka'
import { die, runToExit, say } from '@order-up/log/kit'
import { openPostgresSink, runSink } from '@order-up/sink'
import type { Addresses } from './addresses.ts'
import { ROUND_TIMINGS } from './timings.ts'

export interface SinkOptions extends Addresses {
  readonly untilEnd?: boolean
}

const {
  brokers,
  registryUrl,
  databaseUrl,
  topicPrefix,
  untilEnd = false,
} = JSON.parse(process.argv[2] as string) as SinkOptions
let isDoomed = false
process.stdin.once('data', () => {
  isDoomed = true
})

runToExit(async (signal) => {
  const registry = registrySource({ url: registryUrl })
  const { reader, close } = await openKafkaLog({
    connection: { brokers },
    registry,
    topicPrefix,
    timings: ROUND_TIMINGS,
  })
  const address = { connectionString: databaseUrl }
  const sink = await openPostgresSink({ address, timers: wallClock, random: Math.random, signal })
  say('opened')
  const loaded = (): void => {
    if (isDoomed) die()
    say('loaded')
  }
  await runSink({ reader, sink, signal, timers: wallClock, untilEnd, loaded })
  await sink.close()
  await close()
})
