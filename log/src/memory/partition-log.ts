import { type Batch, type LogRecord, OrderUpError } from '@order-up/contracts'
import { RecordStore } from './record-store.ts'

/** Where someone who reads a partition stands: the offset of the next record. */
export interface Cursor {
  offset: number
}

/** One partition of a topic: committed records in order of offset. */
export class PartitionLog {
  readonly topic: string
  readonly partition: number
  readonly #readers = new Set<Cursor>()
  readonly #records = new RecordStore()
  #start = 0
  #end = 0
  /** Where the last reader stood when it left: what lies behind it stays unread until another one comes. */
  #left = 0

  constructor(topic: string, partition: number) {
    this.topic = topic
    this.partition = partition
  }

  /** Offset of the record that comes next. */
  get end(): number {
    return this.#end
  }

  /** Records that the slowest of the present readers has yet to read. */
  get unread(): number {
    let slowest = this.#readers.size > 0 ? this.#end : this.#left
    for (const { offset } of this.#readers) slowest = Math.min(slowest, offset)
    return this.#end - slowest
  }

  append(record: Omit<LogRecord, 'offset'>): void {
    const { timestampMs, key, value } = record
    this.#records.append({ offset: this.#end++, timestampMs, key, value })
  }

  /** Leaves offsets unused, as markers and aborted transactions do on Kafka. */
  skip(offsets: number): void {
    this.#end += offsets
  }

  /** Forgets the records before `offset`. */
  truncate(offset: number): void {
    this.#start = Math.max(this.#start, Math.min(offset, this.#end))
    this.#records.dropBefore(this.#indexOf(this.#start))
  }

  /** At most `maxRecords` from `offset` on. Throws OU1303 where `offset` has been forgotten. */
  batch(offset: number, maxRecords: number): Batch {
    const { topic, partition } = this
    if (offset < this.#start) {
      throw new OrderUpError('OU1303', {
        detail: `${topic}/${partition} starts at ${this.#start}, asked for ${offset}`,
      })
    }
    const from = this.#indexOf(offset)
    const records = this.#records.slice(from, maxRecords)
    const nextOffset = this.#records.offsetAt(from + maxRecords) ?? this.#end
    return { topic, partition, records, nextOffset, endOffset: this.#end }
  }

  join(reader: Cursor): void {
    this.#readers.add(reader)
  }

  leave(reader: Cursor): void {
    if (this.#readers.delete(reader) && this.#readers.size === 0) this.#left = reader.offset
  }

  /** Index of the first record at `offset` or behind it. */
  #indexOf(offset: number): number {
    let low = 0
    let high = this.#records.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#records.offsetAt(middle)! < offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
