import { type Batch, type ClaimedTask, type Log, OrderUpError, type Step, type Task } from '@order-up/contracts'
import { CrashError, type Fault, type TestLog, type TestLogOptions } from '@order-up/contracts/kit'
import { positionRecord } from '../src/kafka/changelog/changelog-record.ts'
import { kafkaClient } from '../src/kafka/client.ts'
import { type FailPoint, Transactions } from '../src/kafka/commit/transactions.ts'
import { DEFAULT_TIMINGS, type KafkaTimings } from '../src/kafka/connection.ts'
import type { KafkaTask } from '../src/kafka/group/kafka-task.ts'
import { createTopics, type KafkaEngine, type KafkaLog, openKafkaLog } from '../src/kafka/kafka-log.ts'
import { registrySource } from '../src/kafka/schemas/registry-source.ts'
import type { SchemaSource } from '../src/kafka/schemas/schema-source.ts'
import { TopicNames } from '../src/kafka/topic-names.ts'

/** Where a test log finds its services. */
export interface TestServices {
  readonly brokers: readonly string[]
  readonly registryUrl: string
}

/** A test log that holds connections. */
export interface KafkaTestLog extends TestLog {
  close(): Promise<void>
}

/** Quick to notice, and to settle, what a test does to an instance. */
const TIMINGS: KafkaTimings = {
  ...DEFAULT_TIMINGS,
  sessionMs: 6_000,
  heartbeatMs: 500,
  fetchWaitMs: 50,
  firmAbsenceMs: 1,
}

/** The point of a commit at which each fault ends the instance. */
const CRASH_POINTS: Partial<Record<Fault, FailPoint>> = { 'crash-during': 'sent', 'crash-after': 'committed' }

/** What all instances on one log share. */
interface Core {
  readonly services: TestServices
  readonly names: TopicNames
  readonly options: TestLogOptions
  readonly registry: SchemaSource
  commits: number
}

const openLog = ({ services, names, options, registry }: Core, probe?: (point: FailPoint | 'restoring') => void) =>
  openKafkaLog({
    connection: services,
    registry,
    topicPrefix: names.prefix,
    timings: TIMINGS,
    maxBatchRecords: options.maxBatch ?? 1_000,
    ...(options.now && { now: options.now }),
    ...(probe && { probe }),
  })

/** Takes a task over as another instance does: fences, and writes a claim. */
const supersede = async ({ services, names }: Core, engine: string, task: KafkaTask): Promise<void> => {
  const transactions = await Transactions.open({
    newClient: () => kafkaClient({ connection: services, timings: TIMINGS, log: () => {} }),
    transactionalId: names.transactionalId(engine, task.task.name),
    timings: TIMINGS,
    probe: () => {},
  })
  const { claim, positions } = task.position
  const record = positionRecord({ claim: claim + 1, step: 0, positions })
  const topic = names.changelog(engine, task.task.name)
  await transactions.commit({ records: [{ topic, partition: 0, timestampMs: Date.now(), ...record }] })
  await transactions.close()
}

/** The log as one instance sees it, which can be made to die at a commit. */
class Instance implements Log {
  readonly partitions: number
  readonly #core: Core
  readonly #engine: KafkaEngine
  readonly #opened: Promise<KafkaLog>
  readonly #dead = new AbortController()
  readonly #died: Promise<never>
  #dieAt: FailPoint | undefined

  constructor(core: Core, engine: KafkaEngine) {
    this.#core = core
    this.#engine = engine
    this.partitions = core.options.partitions
    this.#opened = openLog(core, (point) => this.#passes(point))
    this.#died = new Promise((_, reject) => {
      this.#dead.signal.addEventListener('abort', () => reject(new CrashError()))
    })
    this.#died.catch(() => {})
  }

  async close(): Promise<void> {
    await (await this.#opened).close()
  }

  async *claims(tasks: readonly Task[], signal: AbortSignal): AsyncGenerator<ClaimedTask> {
    this.#assertAlive()
    const log = (await this.#opened).connect(this.#engine)
    const claims = log.claims(tasks, signal)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await this.#alive(claims.next())
        if (done === true) return
        yield this.#mortal(value as KafkaTask)
      }
    } finally {
      if (!this.#dead.signal.aborted) await claims.return?.()
    }
  }

  async decideSchema(id: number): Promise<string | null> {
    this.#assertAlive()
    return (await this.#opened).connect(this.#engine).decideSchema(id)
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
      restore: async (apply) => asserting(() => task.restore(apply)),
      read: (signal) => this.#reading(task, signal),
      ends: async () => asserting(() => task.ends()),
      pause: (input) => asserting(() => task.pause(input)),
      resume: (input) => asserting(() => task.resume(input)),
      commit: async (step) => asserting(() => this.#commit(task, step)),
      close: async () => asserting(() => task.close()),
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

  async #commit(task: KafkaTask, step: Step): Promise<void> {
    const fault = this.#core.options.fault?.(this.#core.commits)
    this.#core.commits += 1
    if (fault === 'crash-before') this.#die()
    if (fault === 'fence') await supersede(this.#core, this.#engine.name, task)
    this.#dieAt = fault && CRASH_POINTS[fault]
    await this.#alive(task.commit(step))
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

let logs = 0

/** Ids that a test gives a meaning of its own, before the real registry. */
const testRegistry = (real: SchemaSource, { registry }: TestLogOptions): SchemaSource => ({
  register: real.register,
  find: async (id) => {
    const text = registry?.get(id)
    return text === undefined ? real.find(id) : { kind: 'found', text }
  },
})

/** Makes logs on a real broker, each with topics of its own. */
export const kafkaTestLogs =
  (services: TestServices) =>
  async (options: TestLogOptions): Promise<KafkaTestLog> => {
    logs += 1
    const names = new TopicNames(`test-${process.pid}-${logs}.`)
    const registry = testRegistry(registrySource({ url: services.registryUrl }), options)
    const core: Core = { services, names, options, registry, commits: 0 }
    await createTopics({ connection: services, topicPrefix: names.prefix, timings: TIMINGS }, options.partitions)
    const base = await openLog(core)
    const writer = await base.rawWriter()
    const instances: Instance[] = []
    return {
      partitions: options.partitions,
      schemaId: writer.schemaId,
      logId: base.reader.logId,
      append: (records, signal) => writer.append(records, signal),
      ends: (topic) => endsOf(base, topic),
      read: (from, signal) => base.reader.read(from, signal),
      connect: (engine) => {
        const instance = new Instance(core, engine)
        instances.push(instance)
        return instance
      },
      get commits() {
        return core.commits
      },
      close: async () => {
        await Promise.all(instances.map((instance) => instance.close()))
        await writer.close()
        await base.close()
      },
    }
  }

/** A topic that does not exist yet is empty. */
const endsOf: (log: KafkaLog, topic: string) => ReturnType<TestLog['ends']> = async ({ reader, partitions }, topic) => {
  try {
    return await reader.ends(topic)
  } catch (error) {
    if (!(error instanceof OrderUpError) || error.code !== 'OU1310') throw error
    return Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: 0 }))
  }
}
