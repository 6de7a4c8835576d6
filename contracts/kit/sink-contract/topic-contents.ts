import type { LogRecord } from '../../src/log-port.ts'
import { outputCodecs } from '../../src/output-codecs.ts'
import { outputKeys } from '../../src/output-keys.ts'
import type { OutputRecords } from '../../src/output-records.ts'
import { OUTPUT_NAMES, type OutputName } from '../../src/topics.ts'
import type { Random } from '../random.ts'

/** Partitions of each topic in the kit's logs. */
export const PARTITIONS = 3

/** One record of an output topic, before it has an offset. */
export interface Entry<Name extends OutputName = OutputName> {
  readonly output: Name
  readonly partition: number
  readonly timestampMs: number
  readonly record: OutputRecords[Name]
}

/** One partition of a topic: offsets may have gaps, at the end too, as the markers of transactions leave them. */
export interface PartitionContents {
  readonly records: readonly LogRecord[]
  readonly endOffset: number
}

/** The partitions of each output topic. */
export type TopicContents = Readonly<Record<OutputName, readonly PartitionContents[]>>

const SCHEMA_ID = 7

const encode = <Name extends OutputName>({ output, timestampMs, record }: Entry<Name>, offset: number): LogRecord => ({
  offset,
  timestampMs,
  key: Buffer.from(outputKeys[output](record)),
  value: outputCodecs[output].encode(record, SCHEMA_ID),
})

const layOutPartition = (entries: readonly Entry[], random: Random): PartitionContents => {
  let endOffset = random.integer(2)
  const records = entries.map((entry) => {
    const record = encode(entry, endOffset)
    endOffset += 1 + random.integer(2)
    return record
  })
  return { records, endOffset }
}

/** Topics that hold the entries in their order, with gaps drawn from `random`. */
export const layOut = (entries: readonly Entry[], random: Random): TopicContents => {
  const partitionsOf = (output: OutputName) =>
    Array.from({ length: PARTITIONS }, (_, partition) =>
      layOutPartition(
        entries.filter((entry) => entry.output === output && entry.partition === partition),
        random,
      ),
    )
  return Object.fromEntries(OUTPUT_NAMES.map((output) => [output, partitionsOf(output)])) as unknown as TopicContents
}

/** The entries in an order drawn from `random`. */
export const shuffled = <T>(entries: readonly T[], random: Random): readonly T[] => {
  const order = [...entries]
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = random.integer(at + 1)
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return order
}
