import { withTasks } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import { limitGarbage } from 'order-up'
import { makeEngine } from './kafka-engine-made.ts'
import { type KafkaAddresses, openLog } from './kafka-services.ts'

/** An instance among those that are replaced, in a process of its own until SIGTERM. Prints each claim of a task. */

export interface RollingInstance extends KafkaAddresses {
  readonly stateDir: string
}

const stop = new AbortController()
process.once('SIGTERM', () => stop.abort())
// Dies with whoever holds the other end.
process.stdin.once('end', () => process.exit(1)).resume()

limitGarbage()
const options = JSON.parse(process.argv[2] as string) as RollingInstance
const log = await openLog(options, { timings: { firmAbsenceMs: 1 } })
const { engine, close } = makeEngine('dataflow', options.stateDir)
const claimsTold = withTasks(log.connect({ name: engine.name }), (task) => {
  process.stdout.write(`claimed ${task.task.name} ${wallClock.nowMs()}\n`)
  return task
})
await engine.run({ log: claimsTold, signal: stop.signal, timers: wallClock })
close()
await log.close()
process.exit(0)
