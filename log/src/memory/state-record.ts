/**
 * A key and its value as they stand in the buffer of a changelog: length of the key, with the highest bit set once the
 * record is dead, length of the value, hash of the key, each of four bytes; then key and value.
 */
const HEADER_BYTES = 12
const DEAD = 0x80000000

export interface StateRecord {
  readonly hash: number
  readonly key: Buffer
  readonly value: Buffer
}

const keyLengthAt = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at) % DEAD
const valueLengthAt = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at + 4)

/** Bytes that a record takes. */
export const recordBytes = ({ key, value }: StateRecord): number => HEADER_BYTES + key.length + value.length

/** Bytes that the record at `at` takes. */
export const sizeAt = (bytes: Buffer, at: number): number =>
  HEADER_BYTES + keyLengthAt(bytes, at) + valueLengthAt(bytes, at)

export const hashAt = (bytes: Buffer, at: number): number => bytes.readInt32LE(at + 8)

export const isDeadAt = (bytes: Buffer, at: number): boolean => bytes.readUInt32LE(at) >= DEAD

export const markDead = (bytes: Buffer, at: number): void => {
  bytes.writeUInt32LE(keyLengthAt(bytes, at) + DEAD, at)
}

export const hasKeyAt = (bytes: Buffer, at: number, key: Buffer): boolean => {
  if (keyLengthAt(bytes, at) !== key.length) return false
  for (let index = 0; index < key.length; index++) if (bytes[at + HEADER_BYTES + index] !== key[index]) return false
  return true
}

/** Copies of key and value. */
export const copyAt = (bytes: Buffer, at: number): readonly [key: Buffer, value: Buffer] => {
  const [keyAt, valueAt] = [at + HEADER_BYTES, at + HEADER_BYTES + keyLengthAt(bytes, at)]
  return [Buffer.from(bytes.subarray(keyAt, valueAt)), Buffer.from(bytes.subarray(valueAt, at + sizeAt(bytes, at)))]
}

/** Puts `value` in the place of one as long; false where lengths differ. */
export const replaceValueAt = (bytes: Buffer, at: number, value: Buffer): boolean => {
  if (valueLengthAt(bytes, at) !== value.length) return false
  bytes.set(value, at + HEADER_BYTES + keyLengthAt(bytes, at))
  return true
}

export const writeRecordAt = (bytes: Buffer, at: number, { hash, key, value }: StateRecord): void => {
  bytes.writeUInt32LE(key.length, at)
  bytes.writeUInt32LE(value.length, at + 4)
  bytes.writeInt32LE(hash, at + 8)
  bytes.set(key, at + HEADER_BYTES)
  bytes.set(value, at + HEADER_BYTES + key.length)
}
