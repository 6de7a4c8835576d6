import type { ClaimedTask, Log, Task, TaskPlan } from '../../src/log-port.ts'
import { RAW_TOPIC } from '../../src/topics.ts'
import type { TestLog, TestLogOptions } from '../test-log.ts'

/** A test log that may hold resources; `close` frees them. */
export interface ClosableLog extends TestLog {
  close?(): Promise<void>
}

/** Makes a log of its own for one test: on a real broker, topics of its own. */
export type CreateClosableLog = (options: TestLogOptions) => ClosableLog | Promise<ClosableLog>

/** An instance among the owners of tasks. */
export interface Member {
  /** The next task that it is given. */
  next(): Promise<ClaimedTask>
  /** Fires the signal of its claims. */
  leave(): void
}

/** What a test of the log works with; everything that it opened is closed after the test. */
export interface TestBench {
  open(options?: Partial<TestLogOptions>): Promise<TestLog>
  join(log: Log, tasks?: readonly Task[], plan?: Pick<TaskPlan, 'standbys'>): Member
  /** A new instance of `engine` that has been given the task `main`. */
  claim(log: TestLog, engine?: string): Promise<ClaimedTask>
  /** A signal that fires after the test. */
  signal(): AbortSignal
}

/** Partitions of a log that `open` makes. */
export const PARTITIONS = 3

/** A task that reads all of raw. */
export const taskNamed = (name: string): Task => ({
  name,
  inputs: Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: RAW_TOPIC, partition })),
})

export const testBench = (create: CreateClosableLog): TestBench => {
  const opened: ClosableLog[] = []
  let controllers: AbortController[] = []
  const controller = (): AbortController => {
    const made = new AbortController()
    controllers.push(made)
    return made
  }

  afterEach(async () => {
    for (const each of controllers) each.abort()
    controllers = []
    for (const log of opened.splice(0)) await log.close?.()
  })

  const join: TestBench['join'] = (log, tasks = [taskNamed('main')], plan = { standbys: true }) => {
    const stop = controller()
    const claims = log.claims({ tasks, ...plan }, stop.signal)[Symbol.asyncIterator]()
    return { next: async () => (await claims.next()).value as ClaimedTask, leave: () => stop.abort() }
  }
  return {
    open: async (options) => {
      const log = await create({ partitions: PARTITIONS, ...options })
      opened.push(log)
      return log
    },
    join,
    claim: (log, engine = 'engine') => join(log.connect({ name: engine })).next(),
    signal: () => controller().signal,
  }
}
