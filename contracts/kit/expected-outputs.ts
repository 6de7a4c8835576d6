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

const within = (bytes: Buffer | null, limit: number): Buffer | null =>
  bytes !== null && bytes.length > limit ? null : bytes

/** The dead letter whole: what was too large is left out (V1), and so is an orphan's value (O6). */
const wholeLetter = (letter: ExpectedLetter, source: RawRecord | undefined): DeadLetter => ({
  ...letter,
  source_topic: RAW_TOPIC,
  original_key: within(source?.key ?? null, MAX_KEY_BYTES),
  original_value: letter.error_code === 'ORPHAN_ORDER' ? null : within(source?.value ?? null, MAX_VALUE_BYTES),
})

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
  const whole = (letter: ExpectedLetter): DeadLetter =>
    wholeLetter(letter, sources.get(`${letter.source_partition}:${letter.source_offset}`))
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
