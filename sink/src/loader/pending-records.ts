import {
  type Batch,
  type LoadBatch,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
  type Position,
  type TopicPartition,
} from '@order-up/contracts'
import { bytesOf, type Chunk, cutLoad, type LoadSize } from './cut-load.ts'

const OUTPUT_OF = new Map(OUTPUT_NAMES.map((output) => [OUTPUT_TOPICS[output], output]))

const inputName = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** What has been read and not yet taken for a load. */
export class PendingRecords {
  readonly #size: LoadSize
  readonly #chunks: Readonly<Record<OutputName, Chunk[]>> = {
    curated: [],
    customers: [],
    metrics: [],
    late: [],
    dlq: [],
  }
  readonly #reached: Map<string, number>
  #turn = 0
  #records = 0
  #bytes = 0

  /** `from`: where reading begins. */
  constructor(from: readonly Position[], size: LoadSize) {
    this.#size = size
    this.#reached = new Map(from.map((position) => [inputName(position), position.offset]))
  }

  /** True when there is enough for two loads: to read on would only fill memory. */
  get isFull(): boolean {
    return this.#records >= 2 * this.#size.maxRecords || this.#bytes >= 2 * this.#size.maxBytes
  }

  /** True when reading has come to all of these positions. */
  hasReached(ends: readonly Position[]): boolean {
    return ends.every((end) => (this.#reached.get(inputName(end)) ?? 0) >= end.offset)
  }

  add(batch: Batch): void {
    const { topic, partition, records, nextOffset } = batch
    const fromOffset = this.#reached.get(inputName(batch)) ?? 0
    this.#chunks[OUTPUT_OF.get(topic)!].push({ partition, records, fromOffset, nextOffset })
    this.#reached.set(inputName(batch), nextOffset)
    this.#count(records, 1)
  }

  /** The next load, of the outputs in turn; undefined where nothing is pending. */
  take(): LoadBatch | undefined {
    const turns = OUTPUT_NAMES.map((_, step) => (this.#turn + step) % OUTPUT_NAMES.length)
    const turn = turns.find((at) => this.#chunks[OUTPUT_NAMES[at]!].length > 0)
    if (turn === undefined) return undefined
    this.#turn = turn + 1
    const output = OUTPUT_NAMES[turn]!
    const load = cutLoad(this.#chunks[output], this.#size)
    this.#count(load.records, -1)
    return { output, ...load }
  }

  #count(records: Batch['records'], sign: 1 | -1): void {
    this.#records += sign * records.length
    for (const record of records) this.#bytes += sign * bytesOf(record)
  }
}
