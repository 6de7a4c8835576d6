import {
  type ClaimedTask,
  type OutputName,
  type OutputRecord,
  type OutputRecords,
  outputCodecs,
  outputKeys,
  partitionOf,
  type StepLimits,
} from '@order-up/contracts'
import type { ShuffleElement } from '../shuffle/shuffle-record.ts'
import type { TaskState } from '../state/task-state.ts'
import { Counters } from './counters.ts'
import type { TakenStep } from './task-work.ts'

export interface StepSetting {
  readonly partitions: number
  /** Merge tasks that share the output partitions. */
  readonly merges: number
  /** Number of each shuffle of the job, by name. */
  readonly shuffles: ReadonlyMap<string, number>
  readonly schemaIds: ClaimedTask['schemaIds']
  readonly limits: Pick<StepLimits, 'maxRecords' | 'maxChanges' | 'maxBytes'>
  readonly state: TaskState
}

/** What a step hands over. */
interface TakenWork extends Pick<TakenStep, 'records' | 'counts'> {
  readonly outputs: OutputRecord[]
  readonly elements: ShuffleElement[][]
}

/** A shuffle record is one record of the log; with what one raw record may add it stays below 1 MiB. */
const MAX_SHUFFLE_BYTES = 524_288

/** Where an output goes: a record of raw keeps its partition, others are spread by their key. */
const PARTITION_OF: { readonly [Name in OutputName]: (record: OutputRecords[Name]) => number | undefined } = {
  curated: (order) => order.source_partition,
  late: (order) => order.source_partition,
  dlq: (letter) => letter.source_partition,
  customers: () => undefined,
  metrics: () => undefined,
}

/** The step that a task fills: outputs already encoded, elements for the merge tasks, and what the state counts. */
export class Step {
  readonly #setting: StepSetting
  #outputs: OutputRecord[] = []
  /** Of output values. */
  #outputBytes = 0
  /** Elements for each merge task, and how many bytes they make for it. */
  #elements: ShuffleElement[][]
  #elementBytes: number[]
  #shuffled = 0
  /** Raw records whose handling ends in this step. */
  #records = 0
  /** What the operators count in it: what is dropped with a step is not counted. */
  readonly counters = new Counters()

  constructor(setting: StepSetting) {
    this.#setting = setting
    this.#elements = this.#noElements()
    this.#elementBytes = this.#elements.map(() => 0)
  }

  get isEmpty(): boolean {
    return this.#records === 0 && this.#outputs.length === 0 && this.#setting.state.changes === 0
  }

  /** True once the step holds as much as it may; whatever is still due goes into the next one. */
  get isFull(): boolean {
    const { limits, state } = this.#setting
    if (this.#records >= limits.maxRecords || this.#outputBytes >= limits.maxBytes) return true
    if (this.#outputs.length + this.#shuffled + state.changes >= limits.maxChanges) return true
    return this.#elementBytes.some((bytes) => bytes >= MAX_SHUFFLE_BYTES)
  }

  emit<Name extends OutputName>(output: Name, record: OutputRecords[Name]): void {
    const { partitions, schemaIds } = this.#setting
    const key = Buffer.from(outputKeys[output](record))
    const partition = PARTITION_OF[output](record) ?? partitionOf(key, partitions)
    const value = outputCodecs[output].encode(record, schemaIds[output])
    this.#outputs.push({ output, partition, key, value })
    this.#outputBytes += value.length
  }

  /** Adds an element for the merge task that owns the output partition which `key` chooses. */
  shuffle(key: string, shuffle: string, body: Buffer): void {
    const { partitions, merges, shuffles } = this.#setting
    const to = partitionOf(Buffer.from(key), partitions) % merges
    this.#elements[to]!.push({ shuffle: shuffles.get(shuffle) as number, body })
    this.#elementBytes[to]! += body.length + key.length
    this.#shuffled += 1
  }

  /** Notes that a raw record has been handled. */
  finish(): void {
    this.#records += 1
  }

  /** Hands over what it holds, the state's changes apart; the next step begins empty. */
  take(): TakenWork {
    const counts = this.counters.take()
    const taken = { records: this.#records, counts, outputs: this.#outputs, elements: this.#elements }
    this.#outputs = []
    this.#outputBytes = 0
    this.#elements = this.#noElements()
    this.#elementBytes = this.#elements.map(() => 0)
    this.#shuffled = 0
    this.#records = 0
    return taken
  }

  #noElements(): ShuffleElement[][] {
    return Array.from({ length: this.#setting.merges }, () => [])
  }
}
