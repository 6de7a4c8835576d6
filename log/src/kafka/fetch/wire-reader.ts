const TWO_POW_32 = 4_294_967_296

/** Reads Kafka's wire types one after the other. Throws a RangeError beyond the end. */
export class WireReader {
  readonly bytes: Buffer
  at: number
  readonly end: number

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  get left(): number {
    return this.end - this.at
  }

  int8(): number {
    this.at += 1
    return this.bytes.readInt8(this.at - 1)
  }

  int16(): number {
    this.at += 2
    return this.bytes.readInt16BE(this.at - 2)
  }

  int32(): number {
    this.at += 4
    return this.bytes.readInt32BE(this.at - 4)
  }

  /** Offsets, instants and producer ids stay far within the safe integers. */
  int64(): number {
    this.at += 8
    return this.bytes.readInt32BE(this.at - 8) * TWO_POW_32 + this.bytes.readUInt32BE(this.at - 4)
  }

  /** A zigzag varint of at most 32 bits. */
  varint(): number {
    const { bytes } = this
    let byte = bytes[this.at++] as number
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
    let value = byte & 0x7f
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 28) throw new RangeError('varint is longer than 32 bits')
      byte = bytes[this.at++] as number
      value |= (byte & 0x7f) << shift
    }
    return (value >>> 1) ^ -(value & 1)
  }

  /** A zigzag varint of at most 64 bits, as far as it is a safe integer. */
  varlong(): number {
    let value = 0
    let scale = 1
    for (let byte = 0x80; byte >= 0x80; scale *= 128) {
      byte = this.bytes[this.at++] as number
      value += (byte & 0x7f) * scale
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  /** The next `length` bytes as a view; null where the length is negative. */
  view(length: number): Buffer | null {
    if (length < 0) return null
    if (length > this.left) throw new RangeError('bytes are cut off')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  string(): string | null {
    return this.view(this.int16())?.toString() ?? null
  }

  /** An array of `read`; a null one is empty. */
  array<T>(read: () => T): T[] {
    return Array.from({ length: Math.max(0, this.int32()) }, read)
  }
}
