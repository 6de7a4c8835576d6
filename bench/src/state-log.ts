import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Batch,
  type ClaimedTask,
  encodeOrderEvent,
  frame,
  type Log,
  type LogRecord,
  ORDER_EVENT_SCHEMA,
  type Position,
  RAW_TOPIC,
  type Step,
  type Task,
  type TopicPartition,
} from '@order-up/contracts'
import { placed } from './open-order-events.ts'
import { SCHEMA_ID } from './source-log.ts'
import { StateChangelog } from './state-changelog.ts'

export interface StateLogOptions {
  /** Where changelogs and positions are kept. */
  readonly folder: string
  readonly partitions: number
  /** Orders that the raw log holds, each with its creation. */
  readonly orders: number
}

const BATCH = 1_000
/** Records between two tasks from which on their writer waits, as a broker would make it wait by its disk. */
const MOST_UNREAD = 50

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What goes from one task to another, until it is read. */
interface Pipe {
  readonly records: LogRecord[]
  end: number
}

/**
 * A log whose raw records are made up as they are read, whose outputs are dropped, and whose changelogs are files: what
 * remains in memory is the engine's.
 */
export class StateLog implements Log {
  readonly partitions: number
  readonly #options: StateLogOptions
  readonly #positions: Map<string, number>
  readonly #changelogs = new Map<string, StateChangelog>()
  readonly #pipes = new Map<string, Pipe>()
  readonly #decisions = new Map<string, string>()
  readonly #paused = new Set<string>()
  readonly #notes: string
  /** Seconds in which all tasks were restored. */
  restoreSeconds = 0

  constructor(options: StateLogOptions) {
    this.partitions = options.partitions
    this.#options = options
    this.#notes = join(options.folder, 'positions.json')
    mkdirSync(options.folder, { recursive: true })
    this.#positions = new Map(existsSync(this.#notes) ? JSON.parse(readFileSync(this.#notes, 'utf8')) : [])
  }

  async *claims({ tasks }: { readonly tasks: readonly Task[] }, signal: AbortSignal): AsyncGenerator<ClaimedTask> {
    for (const task of tasks) yield this.#claim(task)
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve())
      if (signal.aborted) resolve()
    })
  }

  async ends(inputs: readonly TopicPartition[]): Promise<readonly Position[]> {
    return inputs.map((input) => ({ ...input, offset: this.#endOf(input) }))
  }

  async committed({ tasks }: { readonly tasks: readonly Task[] }): Promise<readonly Position[]> {
    return tasks.flatMap(({ inputs }) => inputs.map((input) => this.#positionOf(input)))
  }

  async decide(name: string, proposal: string): Promise<string>
  async decide(name: string): Promise<string | undefined>
  async decide(name: string, proposal?: string): Promise<string | undefined> {
    const decided = this.#decisions.get(name) ?? proposal
    if (decided !== undefined) this.#decisions.set(name, decided)
    return decided
  }

  async decideSchema(): Promise<string> {
    return ORDER_EVENT_SCHEMA
  }

  /** Notes the positions, for the process that comes next. */
  close(): void {
    writeFileSync(this.#notes, JSON.stringify([...this.#positions]))
    for (const changelog of this.#changelogs.values()) changelog.close()
  }

  #positionOf(input: TopicPartition): Position {
    return { ...input, offset: this.#positions.get(nameOf(input)) ?? 0 }
  }

  #endOf(input: TopicPartition): number {
    if (input.topic === RAW_TOPIC) return Math.floor(this.#options.orders / this.partitions)
    return this.#pipe(input).end
  }

  #pipe(input: TopicPartition): Pipe {
    const name = nameOf(input)
    const pipe = this.#pipes.get(name) ?? { records: [], end: this.#positions.get(name) ?? 0 }
    this.#pipes.set(name, pipe)
    return pipe
  }

  #changelog({ name }: Task): StateChangelog {
    const known = this.#changelogs.get(name)
    if (known !== undefined) return known
    const changelog = new StateChangelog(join(this.#options.folder, name), this.#positions.get(name) ?? 0)
    this.#changelogs.set(name, changelog)
    return changelog
  }

  #claim(task: Task): ClaimedTask {
    const changelog = this.#changelog(task)
    return {
      task,
      positions: task.inputs.map((input) => this.#positionOf(input)),
      schemaIds: { curated: 2, customers: 3, metrics: 4, late: 5, dlq: 6 },
      lost: new AbortController().signal,
      restore: async (copy) => {
        const startedMs = performance.now()
        const mark = changelog.restore(copy)
        this.restoreSeconds += (performance.now() - startedMs) / 1_000
        return mark
      },
      read: (signal) => this.#read(task, signal),
      ends: () => this.ends(task.inputs),
      pause: (input) => void this.#paused.add(nameOf(input)),
      resume: (input) => void this.#paused.delete(nameOf(input)),
      commit: (step) => this.#commit(task, step),
      close: async () => {},
    }
  }

  async #commit(task: Task, { state, positions, internal = [] }: Step): Promise<string> {
    const changelog = this.#changelog(task)
    const mark = changelog.append(state)
    this.#positions.set(task.name, changelog.bytes)
    for (const position of positions) this.#positions.set(nameOf(position), position.offset)
    for (const record of internal) {
      const pipe = this.#pipe(record)
      pipe.records.push({ offset: pipe.end, timestampMs: 0, key: null, value: record.value })
      pipe.end += 1
    }
    do await turn()
    while (internal.some((record) => this.#pipe(record).records.length > MOST_UNREAD))
    return mark
  }

  async *#read({ inputs }: Task, signal: AbortSignal): AsyncGenerator<Batch> {
    const next = new Map(inputs.map((input) => [input, this.#positionOf(input).offset]))
    while (!signal.aborted) {
      for (const input of inputs) {
        if (this.#paused.has(nameOf(input))) continue
        const records = this.#batch(input, next.get(input) as number)
        if (records.length === 0) continue
        const nextOffset = (records.at(-1) as LogRecord).offset + 1
        next.set(input, nextOffset)
        yield { ...input, records, nextOffset, endOffset: this.#endOf(input) }
      }
      await turn()
    }
  }

  #batch(input: TopicPartition, from: number): readonly LogRecord[] {
    if (input.topic !== RAW_TOPIC) return this.#pipe(input).records.splice(0)
    const count = Math.min(BATCH, this.#endOf(input) - from)
    return Array.from({ length: count }, (_, at) => this.#raw(input.partition, from + at))
  }

  #raw(partition: number, offset: number): LogRecord {
    const event = placed(offset * this.partitions + partition)
    const value = frame(SCHEMA_ID, encodeOrderEvent(event))
    return { offset, timestampMs: event.event_ts, key: Buffer.from(event.order_id), value }
  }
}
