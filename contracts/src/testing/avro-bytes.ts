/** Avro's primitives as bytes, for tests that write bodies by hand. */

/** An int, long, length, count or index: zigzag, seven bits a byte, the lowest first. */
export const varint = (value: number | bigint): Buffer => {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n))
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}

/** A string, or the bytes of one. */
export const text = (value: string | Buffer): Buffer =>
  Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)])

/** Parts one behind the other; text is hexadecimal. */
export const bytesOf = (...parts: readonly (Buffer | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)))
