import { partitionOf } from '../src/murmur2.ts'
import { outputCodecs } from '../src/output-codecs.ts'
import { outputKeys } from '../src/output-keys.ts'
import type { DeadLetter, OutputRecords } from '../src/output-records.ts'
import { OUTPUT_NAMES, type OutputName, RAW_TOPIC } from '../src/topics.ts'
import type { ExpectedLetter, GoldenCase } from './golden-case.ts'
import { type OutputEntry, type OutputSequences, outputSequences } from './output-sequences.ts'
import type { RawRecord } from './raw-records.ts'

const MAX_VALUE_BYTES = 1_048_576
const MAX_KEY_BYTES = 1_024

const withinSize = (bytes: Buffer | null, limit: number): Buffer | null =>
  bytes !== null && bytes.length > limit ? null : bytes

/** The key and value that a letter carries: the raw record's, without what is too large (V1) and without an orphan's value (O6). */
const originalsOf = (
  { error_code }: ExpectedLetter,
  { key, value }: RawRecord,
): Pick<DeadLetter, 'original_key' | 'original_value'> => {
  if (error_code === 'ORPHAN_ORDER') return { original_key: key, original_value: null }
  if (error_code !== 'TOO_LARGE') return { original_key: key, original_value: value }
  return { original_key: withinSize(key, MAX_KEY_BYTES), original_value: withinSize(value, MAX_VALUE_BYTES) }
}

const entryOf = <Name extends OutputName>(output: Name, record: OutputRecords[Name]): OutputEntry => ({
  key: Buffer.from(outputKeys[output](record)),
  body: outputCodecs[output].encodeBody(record),
})

/**
 * The bytes that a case expects in each output partition of a log that holds `raw`: curated, late and dead letters in
 * the partition of their raw record, metrics and customers by murmur2 of their key.
 */
export const expectedOutputs = ({ expect, partitions }: GoldenCase, raw: readonly RawRecord[]): OutputSequences => {
  const sources = new Map(raw.map((record) => [`${record.partition}:${record.offset}`, record]))
  const whole = (letter: ExpectedLetter): DeadLetter => {
    const source = sources.get(`${letter.source_partition}:${letter.source_offset}`) as RawRecord
    return { ...letter, source_topic: RAW_TOPIC, ...originalsOf(letter, source) }
  }
  const records = { ...expect, dlq: expect.dlq.map(whole) }
  const sequences = outputSequences<OutputEntry[]>(partitions, () => [])
  const place = <Name extends OutputName>(output: Name, of: readonly OutputRecords[Name][]): void => {
    for (const record of of) {
      const entry = entryOf(output, record)
      const byKey = output === 'customers' || !('source_partition' in record)
      const at = byKey ? partitionOf(entry.key as Buffer, partitions) : record.source_partition
      sequences[output][at]?.push(entry)
    }
  }
  for (const output of OUTPUT_NAMES) place(output, records[output])
  return sequences
}
