import { OrderUpError } from '../../src/errors.ts'
import type {
  Batch,
  ClaimedTask,
  Log,
  LogRecord,
  Position,
  StateChange,
  Step,
  Task,
  TopicPartition,
} from '../../src/log-port.ts'
import { partitionOf } from '../../src/murmur2.ts'
import { ORDER_EVENT_SCHEMA } from '../../src/schemas.ts'
import { OUTPUT_TOPICS, RAW_TOPIC } from '../../src/topics.ts'
import { CrashError, type CreateTestLog, type TestLogOptions } from '../test-log.ts'

const SCHEMA_ID = 1
const SCHEMA_IDS = { curated: 2, customers: 3, metrics: 4, late: 5, dlq: 6 }

interface Stored {
  readonly state: Map<string, StateChange>
  readonly positions: Map<string, number>
  owner: AbortController
}

/** Everything that outlives an instance. */
interface Disk {
  readonly options: TestLogOptions
  readonly topics: Map<string, LogRecord[]>
  readonly tasks: Map<string, Stored>
  readonly schemas: Map<number, string | null>
  commits: number
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

const recordsOf = ({ topics }: Disk, at: TopicPartition): LogRecord[] => {
  const known = topics.get(nameOf(at)) ?? []
  topics.set(nameOf(at), known)
  return known
}

const append = (disk: Disk, at: TopicPartition, record: Omit<LogRecord, 'offset'>): void => {
  const records = recordsOf(disk, at)
  records.push({ ...record, offset: records.length })
}

/** Batches of `from` in turns; looks again each turn of the event loop where there is nothing, until `signal` fires. */
async function* readTurns(disk: Disk, from: readonly Position[], signal: AbortSignal): AsyncGenerator<Batch> {
  const next = new Map(from.map((position) => [position, position.offset]))
  while (!signal.aborted) {
    let idle = true
    for (const [position, offset] of next) {
      const all = recordsOf(disk, position)
      const records = all.slice(offset, offset + (disk.options.maxBatch ?? 1_000))
      if (records.length === 0 || signal.aborted) continue
      idle = false
      next.set(position, offset + records.length)
      const { topic, partition } = position
      yield { topic, partition, records, nextOffset: offset + records.length, endOffset: all.length }
    }
    if (idle) await new Promise((resolve) => setImmediate(resolve))
  }
}

const apply = (disk: Disk, stored: Stored, step: Step): void => {
  for (const { output, partition, key, value } of step.outputs)
    append(disk, { topic: OUTPUT_TOPICS[output], partition }, { timestampMs: 0, key, value })
  for (const change of step.state) stored.state.set(change.key.toString('hex'), change)
  for (const position of step.positions) stored.positions.set(nameOf(position), position.offset)
}

const commitStep = (disk: Disk, stored: Stored, { owner, crash }: { owner: AbortController; crash: () => never }) => {
  return async (step: Step): Promise<void> => {
    const fault = disk.options.fault?.(disk.commits)
    disk.commits += 1
    if (fault === 'crash-before' || fault === 'crash-during') crash()
    if (fault === 'fence') owner.abort()
    if (owner.signal.aborted) throw new OrderUpError('OU1501')
    apply(disk, stored, step)
    if (fault === 'crash-after') crash()
  }
}

const claimTask = (disk: Disk, task: Task, instance: { crashed: boolean }): ClaimedTask => {
  const stored = disk.tasks.get(task.name) ?? { state: new Map(), positions: new Map(), owner: new AbortController() }
  disk.tasks.set(task.name, stored)
  stored.owner.abort()
  const owner = new AbortController()
  stored.owner = owner
  const crash = (): never => {
    instance.crashed = true
    throw new CrashError()
  }
  const commit = commitStep(disk, stored, { owner, crash })
  const positions = task.inputs.map((input) => ({ ...input, offset: stored.positions.get(nameOf(input)) ?? 0 }))
  return {
    task,
    positions,
    schemaIds: SCHEMA_IDS,
    lost: owner.signal,
    restore: async (copy) => {
      for (const { key, value } of stored.state.values()) copy.apply(key, value)
      return ''
    },
    read: (signal) => readTurns(disk, positions, signal),
    ends: async () => task.inputs.map((input) => ({ ...input, offset: recordsOf(disk, input).length })),
    pause: () => {},
    resume: () => {},
    commit: async (step) => {
      await (instance.crashed ? crash() : commit(step))
      return ''
    },
    close: async () => {},
  }
}

const connect = (disk: Disk): Log => {
  const instance = { crashed: false }
  return {
    partitions: disk.options.partitions,
    async *claims({ tasks }) {
      for (const task of tasks) yield claimTask(disk, task, instance)
    },
    ends: async (inputs) => inputs.map((input) => ({ ...input, offset: recordsOf(disk, input).length })),
    committed: async () => [],
    decide: async (_: string, proposal?: string) => proposal as string,
    decideSchema: async (id) => {
      const answer = disk.schemas.get(id) ?? disk.options.registry?.get(id) ?? null
      disk.schemas.set(id, answer)
      return answer
    },
  }
}

/** The least log that the kit can run on, to try the kit itself: arrays, no backpressure, one owner a task. */
export const createArrayLog: CreateTestLog = (options) => {
  const { partitions } = options
  const schemas = new Map<number, string | null>([[SCHEMA_ID, ORDER_EVENT_SCHEMA]])
  const disk: Disk = { options, topics: new Map(), tasks: new Map(), schemas, commits: 0 }
  return {
    partitions,
    schemaId: SCHEMA_ID,
    logId: 'array',
    append: async (records) => {
      for (const { partition = -1, ...record } of records) {
        const at = partition >= 0 ? partition : partitionOf(record.key ?? Buffer.alloc(0), partitions)
        append(disk, { topic: RAW_TOPIC, partition: at }, record)
      }
    },
    ends: async (topic) =>
      Array.from({ length: partitions }, (_, partition) => ({
        topic,
        partition,
        offset: recordsOf(disk, { topic, partition }).length,
      })),
    read: (from, signal) => readTurns(disk, from, signal),
    connect: () => connect(disk),
    get commits() {
      return disk.commits
    },
  }
}
