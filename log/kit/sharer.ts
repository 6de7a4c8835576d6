/**
 * An instance in a process of its own that shares tasks with others, for tests that start, stop and kill them. Each task
 * counts up its commits, in its state and in an output partition of its own. Prints what it does, a line each; leaves
 * when it is told to by SIGTERM.
 */
import { type ClaimedTask, internalTopic, OrderUpError, type TaskPlan } from '@order-up/contracts'
import { openKafkaLog } from '../src/kafka/kafka-log.ts'
import { registrySource } from '../src/kafka/schemas/registry-source.ts'
import { restoredNumber, runToExit, say } from './program-edge.ts'
import { TEST_TIMINGS, type TestServices } from './test-core.ts'

export interface SharerOptions extends TestServices {
  readonly topicPrefix: string
  /** How many tasks each plan has. */
  readonly tasks: number
  /** Which of the engine's plans; each has tasks of its own. */
  readonly parts: readonly string[]
}

const INPUT = internalTopic('engine', 'shuffle')
const KEY = Buffer.from('count')
const PAUSE_MS = 20

const planOf = (part: string, tasks: number): TaskPlan => ({
  part,
  tasks: Array.from({ length: tasks }, (_, at) => ({
    name: `${part}-${at}`,
    inputs: [{ topic: `${INPUT}-${part}`, partition: at }],
  })),
  internalTopics: [{ topic: `${INPUT}-${part}`, partitions: tasks }],
  standbys: false,
})

const commitCount = (task: ClaimedTask, count: number): Promise<string> => {
  const value = Buffer.from(String(count))
  const { partition } = task.task.inputs[0] as { readonly partition: number }
  return task.commit({
    outputs: [{ output: 'curated', partition, key: Buffer.from(task.task.name), value }],
    state: [{ key: KEY, value }],
    positions: [],
  })
}

/** Counts until the task is lost, a pause behind each commit; reports every refusal. */
const work = async (task: ClaimedTask): Promise<void> => {
  const { name } = task.task
  let count = await restoredNumber(task)
  say(`claimed ${name} at ${count}`)
  task.lost.addEventListener('abort', () => say(`lost ${name}`))
  try {
    for (;;) {
      count += 1
      const startMs = performance.now()
      await commitCount(task, count)
      say(`committed ${name} ${count} ${Math.round(performance.now() - startMs)}`)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  } catch (error) {
    if (!(error instanceof OrderUpError) || error.code !== 'OU1501') throw error
    say(`refused ${name} ${count}`)
  }
}

const { parts, tasks, brokers, registryUrl, topicPrefix } = JSON.parse(process.argv[2] as string) as SharerOptions
runToExit(async (signal) => {
  const log = await openKafkaLog({
    connection: { brokers },
    registry: registrySource({ url: registryUrl }),
    topicPrefix,
    timings: TEST_TIMINGS,
    log: say,
  })
  const engine = log.connect({ name: 'engine' })
  const share = async (part: string): Promise<void> => {
    const working: Promise<void>[] = []
    for await (const task of engine.claims(planOf(part, tasks), signal)) working.push(work(task))
    await Promise.all(working)
  }
  say('waiting')
  await Promise.all(parts.map(share))
  await log.close()
})
