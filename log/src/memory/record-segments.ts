const SEGMENT_BITS = 20
const SEGMENT_BYTES = 2 ** SEGMENT_BITS

/** Before key and value stand the hash of the key, and the lengths of both. */
const HEADER_BYTES = 12

export interface StateRecord {
  readonly hash: number
  readonly key: Buffer
  readonly value: Buffer
}

interface Segment {
  readonly bytes: Buffer
  used: number
  live: number
}

const sizeOf = ({ key, value }: StateRecord): number => HEADER_BYTES + key.length + value.length

/**
 * Records in segments of one mebibyte, each at a position that fits 32 bits. A record that is released leaves a hole;
 * `emptiest` names the segment whose survivors are to be moved so that it can be dropped.
 */
export class RecordSegments {
  readonly #segments: Segment[] = []
  readonly #dropped: number[] = []
  #current = -1
  #live = 0
  #held = 0

  /** More than half of the bytes held are holes. */
  get isWasteful(): boolean {
    return this.#held > 2 * this.#live + 2 * SEGMENT_BYTES
  }

  add(record: StateRecord): number {
    const size = sizeOf(record)
    let segment = this.#segments[this.#current]
    if (segment === undefined || segment.used + size > segment.bytes.length) segment = this.#open(size)
    const at = segment.used
    const { bytes } = segment
    bytes.writeInt32LE(record.hash, at)
    bytes.writeUInt32LE(record.key.length, at + 4)
    bytes.writeUInt32LE(record.value.length, at + 8)
    bytes.set(record.key, at + HEADER_BYTES)
    bytes.set(record.value, at + HEADER_BYTES + record.key.length)
    segment.used += size
    segment.live += size
    this.#live += size
    return this.#current * SEGMENT_BYTES + at
  }

  #open(size: number): Segment {
    const segment = { bytes: Buffer.allocUnsafeSlow(Math.max(SEGMENT_BYTES, size)), used: 0, live: 0 }
    this.#current = this.#dropped.pop() ?? this.#segments.length
    this.#segments[this.#current] = segment
    this.#held += segment.bytes.length
    return segment
  }
}
