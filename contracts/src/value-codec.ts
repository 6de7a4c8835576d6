import { avroType } from './avro-types.ts'
import { FRAME_BYTES, writeFrame } from './framing.ts'

/** Encodes and decodes the values of one topic; bytes are pinned by T6. */
export interface ValueCodec<T> {
  /** `value` framed with `schemaId`. The buffer is the caller's; it may share memory that is never written again. */
  encode(value: T, schemaId: number): Buffer
  /** The Avro body alone. */
  encodeBody(value: T): Buffer
  /** The record in a framed value, whatever its schema id. Throws where the body is not of this schema. */
  decode(framed: Buffer): T
  /** The record in an Avro body. Throws as `decode` does. */
  decodeBody(body: Buffer): T
}

const SLAB_BYTES = 65_536

/** Where encoded values are laid one behind the other; a full slab is left to its readers, never written again. */
class Slab {
  #bytes = Buffer.allocUnsafeSlow(SLAB_BYTES)
  #used = 0

  /** The bytes that `write` laid down; it returns the position behind them, or a negative one where room is missing. */
  append(write: (into: Buffer, at: number) => number): Buffer {
    const start = this.#used
    const end = write(this.#bytes, start)
    if (end >= 0 && end <= this.#bytes.length) {
      this.#used = end
      return this.#bytes.subarray(start, end)
    }
    if (start > 0) {
      this.#bytes = Buffer.allocUnsafeSlow(SLAB_BYTES)
      this.#used = 0
      return this.append(write)
    }
    const own = Buffer.allocUnsafeSlow(this.#bytes.length - end)
    return own.subarray(0, write(own, 0))
  }
}

/** A codec for values of the schema in `schemaText`. */
export const valueCodec = <T>(schemaText: string): ValueCodec<T> => {
  const type = avroType(schemaText)
  const slab = new Slab()
  return {
    encode: (value, schemaId) =>
      slab.append((into, at) => {
        const end = type.encode(value, into, at + FRAME_BYTES)
        if (end >= 0) writeFrame(into, at, schemaId)
        return end
      }),
    encodeBody: (value) => slab.append((into, at) => type.encode(value, into, at)),
    decode: (framed) => type.fromBuffer(framed.subarray(FRAME_BYTES)) as T,
    decodeBody: (body) => type.fromBuffer(body) as T,
  }
}
