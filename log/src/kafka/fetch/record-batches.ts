import { gunzipSync } from 'node:zlib'
import { type LogRecord, OrderUpError } from '@order-up/contracts'
import { WireReader } from './wire-reader.ts'

/** A transaction that was aborted, as the broker lists it beside the bytes of a fetch. */
export interface AbortedTransaction {
  readonly producerId: number
  /** Offset of its first record. */
  readonly firstOffset: number
}

/** What a fetch has brought of one partition. */
export interface FetchedRecords {
  /** Committed records alone, in order of offset; the first may lie before the offset that was asked for. */
  readonly records: readonly LogRecord[]
  /** Behind everything that the bytes cover, also markers, aborted records and what compaction took away. */
  readonly nextOffset: number
}

interface BatchHeader {
  readonly baseOffset: number
  readonly attributes: number
  readonly lastOffset: number
  readonly firstTimestampMs: number
  readonly maxTimestampMs: number
  readonly producerId: number
  readonly count: number
}

/** Bytes of offset and length, which precede what the length counts. */
const PREAMBLE_BYTES = 12
const CODEC_MASK = 0x07
const LOG_APPEND_TIME = 0x08
const TRANSACTIONAL = 0x10
const CONTROL = 0x20
const GZIP = 1
const ABORT_MARKER = 0
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
/** No batch of ours unfolds to more; a forged one must not exhaust memory. */
const MAX_UNFOLDED_BYTES = 268_435_456

const headerOf = (reader: WireReader, baseOffset: number): BatchHeader => {
  reader.at += 4 + 1 + 4 // leader epoch, magic, checksum
  const attributes = reader.int16()
  const lastOffset = baseOffset + reader.int32()
  const firstTimestampMs = reader.int64()
  const maxTimestampMs = reader.int64()
  const producerId = reader.int64()
  reader.at += 2 + 4 // producer epoch, first sequence
  return { baseOffset, attributes, lastOffset, firstTimestampMs, maxTimestampMs, producerId, count: reader.int32() }
}

/** The bytes of a batch's records, unfolded. */
const unfolded = (reader: WireReader, { attributes }: BatchHeader): WireReader => {
  const codec = attributes & CODEC_MASK
  if (codec === 0) return reader
  if (codec !== GZIP) throw new OrderUpError('OU1309', { detail: CODECS[codec] ?? `codec ${codec}` })
  const folded = reader.bytes.subarray(reader.at, reader.end)
  return new WireReader(gunzipSync(folded, { maxOutputLength: MAX_UNFOLDED_BYTES }))
}

const skipHeaders = (reader: WireReader): void => {
  for (let left = reader.varint(); left > 0; left -= 1) {
    reader.view(reader.varint())
    reader.view(reader.varint())
  }
}

const readRecord = (reader: WireReader, header: BatchHeader): LogRecord => {
  const end = reader.varint() + reader.at
  reader.at += 1 // attributes
  const sinceFirstMs = reader.varlong()
  const offset = header.baseOffset + reader.varint()
  const key = reader.view(reader.varint())
  const value = reader.view(reader.varint())
  if (reader.at < end) skipHeaders(reader)
  const appended = (header.attributes & LOG_APPEND_TIME) !== 0
  return { offset, timestampMs: appended ? header.maxTimestampMs : header.firstTimestampMs + sinceFirstMs, key, value }
}

/** True where a control batch says that its producer's transaction was aborted. */
const isAbortMarker = (reader: WireReader, header: BatchHeader): boolean => {
  const { key } = readRecord(unfolded(reader, header), header)
  return key !== null && key.readInt16BE(2) === ABORT_MARKER
}

/** Which batches belong to aborted transactions, asked batch by batch in order of offset. */
class AbortedBatches {
  readonly #ahead: AbortedTransaction[]
  readonly #open = new Set<number>()

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#ahead = [...aborted].sort((a, b) => b.firstOffset - a.firstOffset)
  }

  holds({ attributes, lastOffset, producerId }: BatchHeader): boolean {
    for (
      let next = this.#ahead.at(-1);
      next !== undefined && next.firstOffset <= lastOffset;
      next = this.#ahead.at(-1)
    ) {
      this.#open.add(next.producerId)
      this.#ahead.pop()
    }
    return (attributes & TRANSACTIONAL) !== 0 && this.#open.has(producerId)
  }

  ended(producerId: number): void {
    this.#open.delete(producerId)
  }
}

/**
 * The committed records in the bytes of a fetch; undefined where they hold no whole batch (the last one may be cut off).
 * Aborted transactions may overlap in any way, as the Java client allows. Throws OU1309 for a codec that we cannot read.
 */
export const readRecordBatches = (
  bytes: Buffer,
  aborted: readonly AbortedTransaction[],
): FetchedRecords | undefined => {
  const batches = new WireReader(bytes)
  const transactions = new AbortedBatches(aborted)
  const records: LogRecord[] = []
  let nextOffset: number | undefined
  while (batches.left >= PREAMBLE_BYTES) {
    const baseOffset = batches.int64()
    const length = batches.int32()
    if (length > batches.left) break
    const reader = new WireReader(bytes, batches.at, batches.at + length)
    const header = headerOf(reader, baseOffset)
    const isAborted = transactions.holds(header)
    if ((header.attributes & CONTROL) !== 0) {
      if (header.count > 0 && isAbortMarker(reader, header)) transactions.ended(header.producerId)
    } else if (!isAborted) {
      const from = unfolded(reader, header)
      for (let left = header.count; left > 0; left -= 1) records.push(readRecord(from, header))
    }
    nextOffset = header.lastOffset + 1
    batches.at += length
  }
  return nextOffset === undefined ? undefined : { records, nextOffset }
}
