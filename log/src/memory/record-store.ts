import type { LogRecord } from '@order-up/contracts'

const FIRST_CHUNK_BYTES = 4_096
const MAX_CHUNK_BYTES = 1_048_576
/** Timestamp, length of the key, length of the value, each length -1 for null; then key and value. */
const HEADER_BYTES = 16
/** A place is the number of its chunk times this, plus the position in the chunk. */
const CHUNK_STRIDE = 2 ** 32

const lengthOf = (bytes: Buffer | null): number => bytes?.length ?? 0

/**
 * Records one behind the other in large chunks of bytes, as a segment file holds them. Bytes are copied in, and read
 * without a copy: what is written is never written again. So millions of records are no work for the garbage collector.
 */
export class RecordStore {
  #chunks: (Buffer | undefined)[] = []
  #used = 0
  /** Chunks grow with the store: thousands of small logs, as tests make them, cost little. */
  #chunkBytes = FIRST_CHUNK_BYTES
  #offsets: number[] = []
  #places: number[] = []

  get length(): number {
    return this.#offsets.length
  }

  /** Offset of the record at `index`; undefined behind the last one. */
  offsetAt(index: number): number | undefined {
    return this.#offsets[index]
  }

  /** Adds a record; offsets rise. */
  append({ offset, timestampMs, key, value }: LogRecord): void {
    const chunk = this.#chunkFor(HEADER_BYTES + lengthOf(key) + lengthOf(value))
    const at = this.#used
    this.#offsets.push(offset)
    this.#places.push((this.#chunks.length - 1) * CHUNK_STRIDE + at)
    chunk.writeDoubleLE(timestampMs, at)
    chunk.writeInt32LE(key === null ? -1 : key.length, at + 8)
    chunk.writeInt32LE(value === null ? -1 : value.length, at + 12)
    if (key !== null) chunk.set(key, at + HEADER_BYTES)
    if (value !== null) chunk.set(value, at + HEADER_BYTES + lengthOf(key))
    this.#used += HEADER_BYTES + lengthOf(key) + lengthOf(value)
  }

  /** The chunk with room for so many bytes: the last one, or a new one, of their size where they are many. */
  #chunkFor(bytes: number): Buffer {
    const last = this.#chunks.at(-1)
    if (last !== undefined && this.#used + bytes <= last.length) return last
    const chunk = Buffer.allocUnsafeSlow(Math.max(this.#chunkBytes, bytes))
    this.#chunkBytes = Math.min(2 * this.#chunkBytes, MAX_CHUNK_BYTES)
    this.#chunks.push(chunk)
    this.#used = 0
    return chunk
  }

  /** The records at `from` and behind it, `count` at most. */
  slice(from: number, count: number): LogRecord[] {
    const records: LogRecord[] = []
    for (let index = from; index < Math.min(from + count, this.length); index += 1) records.push(this.#recordAt(index))
    return records
  }

  #recordAt(index: number): LogRecord {
    const place = this.#places[index] as number
    const chunk = this.#chunks[Math.floor(place / CHUNK_STRIDE)] as Buffer
    const at = place % CHUNK_STRIDE
    const keyLength = chunk.readInt32LE(at + 8)
    const valueLength = chunk.readInt32LE(at + 12)
    const valueAt = at + HEADER_BYTES + Math.max(0, keyLength)
    return {
      offset: this.#offsets[index] as number,
      timestampMs: chunk.readDoubleLE(at),
      key: keyLength < 0 ? null : chunk.subarray(at + HEADER_BYTES, valueAt),
      value: valueLength < 0 ? null : chunk.subarray(valueAt, valueAt + valueLength),
    }
  }

  /** Forgets the records before `index`, and the chunks that held nothing else. */
  dropBefore(index: number): void {
    this.#offsets = this.#offsets.slice(index)
    this.#places = this.#places.slice(index)
    const first = this.#places[0]
    const kept = first === undefined ? this.#chunks.length - 1 : Math.floor(first / CHUNK_STRIDE)
    for (let chunk = 0; chunk < kept; chunk += 1) this.#chunks[chunk] = undefined
  }
}
