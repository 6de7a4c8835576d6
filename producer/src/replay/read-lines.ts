import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { OrderUpError } from '@order-up/contracts'

/** A line without its end, and its number from 1 on. */
export interface Line {
  readonly number: number
  readonly bytes: Buffer
}

/** Longest line that is read: a record of the largest size that the contract takes, four times over. */
export const MAX_LINE_BYTES = 8_388_608

const NEWLINE = 10
const isGzip = (head: Buffer | null): boolean => head !== null && head[0] === 0x1f && head[1] === 0x8b

/** The bytes of a file or pipe, unpacked where it begins as gzip does. */
const openUnpacked = async (path: string): Promise<AsyncIterable<Buffer>> => {
  const file = createReadStream(path)
  await once(file, 'readable')
  const head = file.read(2) as Buffer | null
  if (head !== null) file.unshift(head)
  return isGzip(head) ? pipeline(file, createGunzip(), () => {}) : file
}

async function* unpacked(path: string): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* await openUnpacked(path)
  } catch (cause) {
    throw new OrderUpError('OU1101', { detail: `${path}: ${(cause as Error).message}`, cause })
  }
}

/**
 * The lines of a file, gzip or not, one at a time: memory is bounded by the longest line. Throws OU1101 where the file
 * cannot be read or unpacked, OU1102 where a line is longer than 8 MiB.
 */
export async function* readLines(path: string): AsyncGenerator<Line, void, undefined> {
  let number = 1
  let parts: Buffer[] = []
  let length = 0
  const add = (part: Buffer): void => {
    parts.push(part)
    length += part.length
    if (length <= MAX_LINE_BYTES) return
    throw new OrderUpError('OU1102', { detail: `${path} line ${number} is longer than ${MAX_LINE_BYTES} bytes` })
  }
  for await (const chunk of unpacked(path)) {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end))
      yield { number, bytes: Buffer.concat(parts) }
      number += 1
      parts = []
      length = 0
      start = end + 1
    }
    add(chunk.subarray(start))
  }
  if (length > 0) yield { number, bytes: Buffer.concat(parts) }
}
