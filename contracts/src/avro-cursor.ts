import { decodeDecimal } from './decimal.ts'

const NO_BYTES = Buffer.alloc(0)

/** What the tenth byte of a varint counts for once the sign bit is gone; one bit of it fits into 64. */
const LAST_SCALE = 2 ** 62

/**
 * Reads Avro's primitives one after the other from a stretch of bytes, under the size rules of V4. What can't be read
 * makes the cursor fail: from then on it stands behind its end, and everything read from it is 0 or empty, so a reader
 * needs to ask only before it repeats something.
 */
export class Cursor {
  #bytes: Buffer = NO_BYTES
  #at = 0
  #end = 0

  /** Starts over at the first byte of `bytes[start, end)`. */
  open(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  get failed(): boolean {
    return this.#at > this.#end
  }

  /** True where every byte has been read and nothing failed. */
  get finished(): boolean {
    return this.#at === this.#end
  }

  fail(): 0 {
    this.#at = this.#end + 1
    return 0
  }

  /** An int, enum index or union index: at most 5 bytes and 32 bits. */
  int(): number {
    const bytes = this.#bytes
    const end = this.#end
    let at = this.#at
    let raw = 0
    for (let shift = 0; shift < 35 && at < end; shift += 7) {
      const byte = bytes[at++]!
      raw |= (byte & 127) << shift
      if (byte > 127) continue
      if (shift === 28 && byte > 15) break
      this.#at = at
      return (raw >>> 1) ^ -(raw & 1)
    }
    return this.fail()
  }

  /** A long: at most 10 bytes and 64 bits. Exact within the safe integers, rounded but of the right sign beyond. */
  long(): number {
    const bytes = this.#bytes
    const end = this.#end
    let at = this.#at
    if (at >= end) return this.fail()
    const first = bytes[at++]!
    let byte = first
    let half = (first & 127) >>> 1
    for (let scale = 64; byte > 127; scale *= 128) {
      if (at >= end) return this.fail()
      byte = bytes[at++]!
      if (scale === LAST_SCALE && byte > 1) return this.fail()
      half += (byte & 127) * scale
    }
    this.#at = at
    return (first & 1) === 0 ? half : -half - 1
  }

  /** The length of a text, bytes or key that follows whole. */
  length(): number {
    const length = this.long()
    return length >= 0 && length <= this.#end - this.#at ? length : this.fail()
  }

  /** How many items the next block of an array or map holds, never more than bytes are left; 0 behind the last block. */
  block(): number {
    const count = this.long()
    if (Math.abs(count) > this.#end - this.#at) return this.fail()
    if (count >= 0) return count
    this.long()
    return -count
  }

  /** UTF-8 as text; what is no UTF-8 becomes U+FFFD. */
  text(): string {
    const length = this.length()
    const start = this.#at
    this.#at += length
    return this.#bytes.toString('utf8', start, start + length)
  }

  /** The decimal in a length and so many bytes, in minor units (T2). */
  decimal(): number {
    const length = this.length()
    const start = this.#at
    this.#at += length
    return decodeDecimal(this.#bytes, start, start + length)
  }

  /** Passes over `count` bytes, at least 0. */
  skip(count: number): void {
    this.#at += count
  }
}
