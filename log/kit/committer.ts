/**
 * An instance in a process of its own, for tests that kill or stop it: claims a task and commits the numbers 1, 2, 3 …
 * as outputs, each once, whoever commits them. Prints what it does, a line each. Exits with 5 where it is superseded.
 */
import { type ClaimedTask, RAW_TOPIC } from '@order-up/contracts'
import { openKafkaLog } from '../src/kafka/kafka-log.ts'
import { registrySource } from '../src/kafka/schemas/registry-source.ts'
import { restoredNumber, runToExit, say } from './program-edge.ts'
import { TEST_TIMINGS, type TestServices } from './test-core.ts'

export interface CommitterOptions extends TestServices {
  readonly topicPrefix: string
  /** The number after which it ends. */
  readonly last: number
  /** When others may take it for dead; that of all tests by default. */
  readonly sessionMs?: number
  /** Where it kills itself, or puts itself to sleep, and at which number. */
  readonly dieAt?: { readonly point: string; readonly number: number; readonly signal?: 'SIGKILL' | 'SIGSTOP' }
}

const KEY = Buffer.from('last')

const commitNumber = (task: ClaimedTask, number: number): Promise<string> => {
  const value = Buffer.from(String(number))
  return task.commit({
    outputs: [{ output: 'curated', partition: 0, key: value, value }],
    state: [{ key: KEY, value }],
    positions: [{ topic: RAW_TOPIC, partition: 0, offset: number }],
  })
}

/** The number that was committed last, as the state has it; it must be the one that the position has. */
const lastNumber = async (task: ClaimedTask): Promise<number> => {
  const number = await restoredNumber(task)
  if (task.positions[0]?.offset !== number)
    throw new Error(`state has ${number}, position ${task.positions[0]?.offset}`)
  return number
}

const { brokers, registryUrl, topicPrefix, last, dieAt, sessionMs } = JSON.parse(
  process.argv[2] as string,
) as CommitterOptions
let number = 0
let isDone = false
runToExit(async (signal) => {
  const log = await openKafkaLog({
    connection: { brokers },
    registry: registrySource({ url: registryUrl }),
    topicPrefix,
    timings: { ...TEST_TIMINGS, ...(sessionMs !== undefined && { sessionMs }) },
    log: say,
    probe: (point) => {
      if (point !== dieAt?.point || number < dieAt.number || isDone) return
      isDone = true
      process.kill(process.pid, dieAt.signal ?? 'SIGKILL')
    },
  })
  const task = { name: 'main', inputs: [{ topic: RAW_TOPIC, partition: 0 }] }
  say('waiting')
  for await (const claimed of log.connect({ name: 'engine' }).claims({ tasks: [task], standbys: true }, signal)) {
    number = dieAt?.point === 'restoring' ? dieAt.number : 0
    number = await lastNumber(claimed)
    say(`claimed ${number}`)
    while (number < last) {
      number += 1
      await commitNumber(claimed, number)
      say(`committed ${number}`)
    }
    await claimed.close()
    break
  }
  await log.close()
})
