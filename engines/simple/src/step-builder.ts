import {
  type ClaimedTask,
  type OutputName,
  type OutputRecord,
  type OutputRecords,
  outputCodecs,
  outputKeys,
  type Position,
  partitionOf,
  RAW_TOPIC,
  type Step,
  type StepLimits,
} from '@order-up/contracts'
import type { ChangeLog } from './changes.ts'

const newOutputCounts = (): Record<OutputName, number> => ({ curated: 0, customers: 0, metrics: 0, late: 0, dlq: 0 })

export interface StepSetting {
  readonly partitions: number
  readonly schemaIds: ClaimedTask['schemaIds']
  readonly limits: Pick<StepLimits, 'maxRecords' | 'maxChanges' | 'maxBytes'>
  readonly changes: ChangeLog
}

interface Place<Name extends OutputName> extends Omit<OutputRecord, 'value'> {
  readonly output: Name
}

/** The step being filled: outputs already encoded, state changes by reference, positions. */
export class StepBuilder {
  readonly #setting: StepSetting
  #outputs: OutputRecord[] = []
  #positions = new Map<number, number>()
  #records = 0
  /** Of output values. */
  #bytes = 0
  /** Outputs since the run began, uncommitted ones included. */
  readonly emitted = newOutputCounts()

  constructor(setting: StepSetting) {
    this.#setting = setting
  }

  /** Raw records whose handling ends in this step. */
  get records(): number {
    return this.#records
  }

  get isEmpty(): boolean {
    return this.#positions.size === 0 && this.#outputs.length === 0 && this.#setting.changes.count === 0
  }

  /** True once the step holds as much as it may; whatever is still due goes into the next one. */
  get isFull(): boolean {
    const { limits, changes } = this.#setting
    if (this.#records >= limits.maxRecords || this.#bytes >= limits.maxBytes) return true
    return this.#outputs.length + changes.count >= limits.maxChanges
  }

  /** Adds an output on the partition of its raw record; `key` may be given where its bytes are at hand. */
  emit<Name extends 'curated' | 'late' | 'dlq'>(
    output: Name,
    record: OutputRecords[Name],
    key: Buffer = Buffer.from(outputKeys[output](record)),
  ): void {
    this.#push({ output, partition: record.source_partition, key }, record)
  }

  /** Adds an output on the partition that its key chooses. */
  emitByKey<Name extends 'metrics' | 'customers'>(output: Name, record: OutputRecords[Name]): void {
    const key = Buffer.from(outputKeys[output](record))
    this.#push({ output, partition: partitionOf(key, this.#setting.partitions), key }, record)
  }

  #push<Name extends OutputName>({ output, partition, key }: Place<Name>, record: OutputRecords[Name]): void {
    const value = outputCodecs[output].encode(record, this.#setting.schemaIds[output])
    this.#outputs.push({ output, partition, key, value })
    this.#bytes += value.length
    this.emitted[output] += 1
  }

  /** Notes that the record before `nextOffset` has been handled. */
  advance(partition: number, nextOffset: number): void {
    this.#positions.set(partition, nextOffset)
    this.#records += 1
  }

  /** The step as it stands; the next one begins empty. */
  take(): Step {
    const positions: Position[] = []
    for (const [partition, offset] of this.#positions) positions.push({ topic: RAW_TOPIC, partition, offset })
    const step = { outputs: this.#outputs, state: this.#setting.changes.drain(), positions }
    this.#outputs = []
    this.#positions = new Map()
    this.#records = 0
    this.#bytes = 0
    return step
  }
}
