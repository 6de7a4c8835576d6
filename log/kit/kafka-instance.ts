import type {
  Batch,
  ChangelogMark,
  ClaimedTask,
  Log,
  Position,
  Step,
  TaskPlan,
  TopicPartition,
} from '@order-up/contracts'
import { CrashError, type Fault } from '@order-up/contracts/kit'
import type { FailPoint } from '../src/kafka/commit/transactions.ts'
import type { KafkaTask } from '../src/kafka/group/kafka-task.ts'
import type { KafkaEngine, KafkaLog } from '../src/kafka/kafka-log.ts'
import { supersede } from './supersede.ts'
import { openTestLog, type TestCore } from './test-core.ts'

/** The point of a commit at which each fault ends the instance. */
const CRASH_POINTS: Partial<Record<Fault, FailPoint>> = { 'crash-during': 'sent', 'crash-after': 'committed' }

/** The log as one instance sees it, which can be made to die at a commit. */
export class KafkaInstance implements Log {
  readonly partitions: number
  readonly #core: TestCore
  readonly #engine: KafkaEngine
  readonly #opened: Promise<KafkaLog>
  readonly #dead = new AbortController()
  readonly #died: Promise<never>
  readonly #held = new Set<KafkaTask>()
  #sleeping: Promise<void> = Promise.resolve()
  #dieAt: FailPoint | undefined

  constructor(core: TestCore, engine: KafkaEngine, ready: Promise<unknown>) {
    this.#core = core
    this.#engine = engine
    this.partitions = core.options.partitions
    this.#opened = ready.then(() => openTestLog(core, (point) => this.#passes(point)))
    this.#opened.catch(() => {})
    this.#died = new Promise((_, reject) => {
      this.#dead.signal.addEventListener('abort', () => reject(new CrashError()))
    })
    this.#died.catch(() => {})
  }

  async close(): Promise<void> {
    await (await this.#opened).close()
  }

  async *claims(plan: TaskPlan, signal: AbortSignal): AsyncGenerator<ClaimedTask> {
    this.#assertAlive()
    const log = (await this.#opened).connect(this.#engine)
    const claims = log.claims(plan, signal)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await this.#alive(claims.next())
        if (done === true) return
        const task = value as KafkaTask
        this.#held.add(task)
        task.lost.addEventListener('abort', () => this.#held.delete(task))
        yield this.#mortal(task)
      }
    } finally {
      if (!this.#dead.signal.aborted) await claims.return?.()
    }
  }

  async ends(inputs: readonly TopicPartition[]): Promise<readonly Position[]> {
    this.#assertAlive()
    return (await this.#log()).ends(inputs)
  }

  async committed(plan: TaskPlan): Promise<readonly Position[]> {
    this.#assertAlive()
    return (await this.#log()).committed(plan)
  }

  async decide(name: string, proposal: string): Promise<string>
  async decide(name: string): Promise<string | undefined>
  async decide(name: string, proposal?: string): Promise<string | undefined> {
    this.#assertAlive()
    const log = await this.#log()
    return proposal === undefined ? log.decide(name) : log.decide(name, proposal)
  }

  async decideSchema(id: number): Promise<string | null> {
    this.#assertAlive()
    return (await this.#log()).decideSchema(id)
  }

  async #log(): Promise<Log> {
    return (await this.#opened).connect(this.#engine)
  }

  /** A task whose every call throws once the instance has died. */
  #mortal(task: KafkaTask): ClaimedTask {
    const asserting = <T>(call: () => T): T => {
      this.#assertAlive()
      return call()
    }
    return {
      task: task.task,
      positions: task.positions,
      schemaIds: task.schemaIds,
      lost: task.lost,
      restore: async (copy) => asserting(() => task.restore(copy)),
      read: (signal) => this.#reading(task, signal),
      ends: async () => asserting(() => task.ends()),
      pause: (input) => asserting(() => task.pause(input)),
      resume: (input) => asserting(() => task.resume(input)),
      commit: async (step) => asserting(() => this.#commit(task, step)),
      close: async () => {
        this.#held.delete(task)
        await asserting(() => task.close())
      },
    }
  }

  async *#reading(task: KafkaTask, signal: AbortSignal): AsyncGenerator<Batch> {
    this.#assertAlive()
    const batches = task.read(signal)
    try {
      for (;;) {
        const { done, value } = await this.#alive(batches.next())
        if (done === true) return
        yield value
      }
    } finally {
      if (!this.#dead.signal.aborted) await batches.return(undefined)
    }
  }

  async #commit(task: KafkaTask, step: Step): Promise<ChangelogMark> {
    await this.#sleeping
    const fault = this.#core.options.fault?.(this.#core.commits)
    this.#core.commits += 1
    if (fault === 'crash-before') this.#die()
    if (fault === 'sleep') await this.#sleep()
    if (fault === 'fence' || fault === 'move') await this.#supersede(task)
    // Tasks commit side by side: what one of them is to die of, another one does not call off.
    this.#dieAt ??= fault && CRASH_POINTS[fault]
    return this.#alive(task.commit(step))
  }

  /** Stands still while all that it holds is taken over. */
  #sleep(): Promise<void> {
    const takeOver = async (): Promise<void> => {
      for (const task of [...this.#held]) {
        await task.settled()
        await this.#supersede(task)
      }
    }
    this.#sleeping = takeOver()
    return this.#sleeping
  }

  async #supersede({ task }: KafkaTask): Promise<void> {
    const { reader } = await this.#opened
    await supersede(this.#core, { engine: this.#engine.name, task: task.name, reader })
  }

  #passes(point: FailPoint | 'restoring'): void {
    if (point === this.#dieAt) this.#die()
  }

  #die(): never {
    this.#dead.abort()
    this.close().catch(() => {})
    throw new CrashError()
  }

  #alive<T>(call: Promise<T>): Promise<T> {
    call.catch(() => {})
    return Promise.race([this.#died, call])
  }

  #assertAlive(): void {
    if (this.#dead.signal.aborted) throw new CrashError()
  }
}
