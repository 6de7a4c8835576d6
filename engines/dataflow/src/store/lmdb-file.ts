import { closeSync, openSync, readSync } from 'node:fs'

const PAGE_BYTES = 4_096
/** Each of the first two pages is a header of 24 bytes, then this. */
const MAGIC = 0xbeefc0de
const MAGIC_AT = 24

/** True where a file begins as LMDB's files do: opening another one would end the process. */
export const beginsSoundly = (path: string): boolean => {
  const file = openSync(path, 'r')
  try {
    const head = Buffer.alloc(2 * PAGE_BYTES)
    if (readSync(file, head, 0, head.length, 0) < head.length) return false
    return [0, PAGE_BYTES].every((page) => head.readUInt32LE(page + MAGIC_AT) === MAGIC)
  } finally {
    closeSync(file)
  }
}
