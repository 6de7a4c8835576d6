import {
  DEAD_LETTER_REASONS,
  type DeadLetterCode,
  type DecodeEvent,
  FRAME_BYTES,
  formatMoney,
  isFramed,
  type OrderEvent,
  partitionOf,
  type RawAppend,
  schemaIdOf,
} from '@order-up/contracts'

/** A raw record with its place in the topic. */
export interface PlacedRecord extends RawAppend {
  readonly partition: number
  readonly offset: number
}

const MAX_VALUE_BYTES = 1_048_576
const MAX_KEY_BYTES = 1_024

/** How the events of a schema id are read; null where it stands for none. */
export type DecoderOf = (schemaId: number) => DecodeEvent | null

/** The event in a record, or the code of the first check up to decoding (V1 to V4) that refuses it. */
const eventIn = ({ key, value }: RawAppend, decoderOf: DecoderOf): OrderEvent | DeadLetterCode => {
  if (value === null) return 'NULL_VALUE'
  if (value.length > MAX_VALUE_BYTES || (key?.length ?? 0) > MAX_KEY_BYTES) return 'TOO_LARGE'
  if (!isFramed(value)) return 'BAD_FRAMING'
  const decode = decoderOf(schemaIdOf(value))
  if (decode === null) return 'UNKNOWN_SCHEMA_ID'
  return decode(value, FRAME_BYTES, value.length) ?? 'BAD_AVRO'
}

const MONEY: ReadonlySet<string> = new Set(['amount', 'unit_price'])

/** Money as text; an amount beyond the safe integers, which every engine refuses, as plus or minus Infinity. */
const withMoney = (name: string, value: unknown): unknown => {
  if (!MONEY.has(name) || typeof value !== 'number') return value
  return Number.isSafeInteger(value) ? formatMoney(value) : String(value)
}

const keyJson = (key: Buffer | null): object => {
  const text = key?.toString() ?? null
  return key === null || Buffer.from(text!).equals(key) ? { key: text } : { key_hex: key.toString('hex') }
}

const peeked = (record: PlacedRecord, found: OrderEvent | DeadLetterCode): object => {
  const head = { partition: record.partition, offset: record.offset, timestamp: record.timestampMs }
  if (typeof found !== 'string') return { ...head, ...keyJson(record.key), event: found }
  const error = { code: found, message: DEAD_LETTER_REASONS[found].message }
  return { ...head, ...keyJson(record.key), value_hex: record.value?.toString('hex') ?? null, error }
}

/**
 * A record as a line of JSON: its place, its key and its event; where it does not decode, its bytes and why. The fields
 * are those of a raw line, so that what `peek` prints can be produced again.
 */
export const peekedLine = (record: PlacedRecord, decoderOf: DecoderOf): string =>
  JSON.stringify(peeked(record, eventIn(record, decoderOf)), withMoney)

/** Records with the partition and the offset that a log would give them. */
export async function* placed(records: AsyncIterable<RawAppend>, partitions: number): AsyncGenerator<PlacedRecord> {
  const next = new Array<number>(partitions).fill(0)
  for await (const record of records) {
    const partition = record.partition ?? partitionOf(record.key!, partitions)
    const offset = next[partition]!
    next[partition] = offset + 1
    yield { ...record, partition, offset }
  }
}
