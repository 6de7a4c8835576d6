/** A type whose values take a fixed number of bytes in PostgreSQL's binary form. */
export interface BinaryElement {
  /** The type's id in PostgreSQL's catalogue. */
  readonly oid: number
  readonly bytes: number
  readonly write: (into: Buffer, value: number, at: number) => void
}

const TWO_32 = 2 ** 32

const writeLong = (into: Buffer, value: number, at: number): void => {
  into.writeInt32BE(Math.floor(value / TWO_32), at)
  into.writeUInt32BE(value >>> 0, at + 4)
}

const YEAR_2000_MS = 946_684_800_000

/** An instant stands as microseconds since 2000, which may be beyond the safe integers; the ends are the infinities. */
const writeInstant = (into: Buffer, ms: number, at: number): void => {
  const sinceMs = ms - YEAR_2000_MS
  if (!Number.isFinite(sinceMs)) {
    into.writeInt32BE(sinceMs > 0 ? 0x7fffffff : -0x80000000, at)
    into.writeInt32BE(sinceMs > 0 ? -1 : 0, at + 4)
    return
  }
  const low = (sinceMs >>> 0) * 1_000
  into.writeInt32BE(Math.floor(sinceMs / TWO_32) * 1_000 + Math.floor(low / TWO_32), at)
  into.writeUInt32BE(low >>> 0, at + 4)
}

/** The binary elements of numbers: of safe integers, and of instants in ms or an infinity. */
export const BINARY = {
  integer: { oid: 23, bytes: 4, write: (into, value, at) => into.writeInt32BE(value, at) },
  bigint: { oid: 20, bytes: 8, write: writeLong },
  timestamptz: { oid: 1184, bytes: 8, write: writeInstant },
} as const satisfies Record<string, BinaryElement>

/** Number of dimensions, whether there are nulls, the element's type; of the one dimension its length and first index. */
const HEADER_BYTES = 20
const NULL_LENGTH = -1

/**
 * Numbers, or nulls, as an array parameter in PostgreSQL's binary form (array_recv): there, digits need not be read.
 */
export const binaryArray = (element: BinaryElement, values: readonly (number | null)[]): Buffer => {
  const array = Buffer.allocUnsafe(HEADER_BYTES + values.length * (4 + element.bytes))
  let at = 0
  for (const word of [1, 1, element.oid, values.length, 1]) at = array.writeInt32BE(word, at)
  for (const value of values) {
    at = array.writeInt32BE(value === null ? NULL_LENGTH : element.bytes, at)
    if (value === null) continue
    element.write(array, value, at)
    at += element.bytes
  }
  return array.subarray(0, at)
}
