import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { OrderUpError, type RawAppend } from '@order-up/contracts'
import { rawLine } from './raw-line.ts'

export interface WriteRawLines {
  readonly records: Iterable<RawAppend> | AsyncIterable<RawAppend>
  /** Packed by gzip where it ends in `.gz`. */
  readonly path: string
  /** Id with which OrderEvent values are framed; values with another id are written as bytes. */
  readonly schemaId: number
}

/** Lines are written in pieces of about so many characters. */
const PIECE = 65_536

/** Writes records as JSON lines that `readRawLines` reads back to the same bytes. Throws OU1101 where it can't write. */
export const writeRawLines = async ({ records, path, schemaId }: WriteRawLines): Promise<void> => {
  const lines = async function* () {
    let piece = ''
    for await (const record of records) {
      piece += `${rawLine(record, schemaId)}\n`
      if (piece.length < PIECE) continue
      yield piece
      piece = ''
    }
    yield piece
  }
  const steps = path.endsWith('.gz') ? [createGzip()] : []
  try {
    await pipeline([Readable.from(lines()), ...steps, createWriteStream(path)])
  } catch (cause) {
    throw new OrderUpError('OU1101', { detail: `${path}: ${(cause as Error).message}`, cause })
  }
}
