import { compileDecoder, ORDER_EVENT_SCHEMA } from '@order-up/contracts'
import { ORDER_EVENT_ID } from '@order-up/log'
import { readRawLines } from '@order-up/producer'
import { type DecoderOf, peekedLine, placed } from './peeked-line.ts'
import type { Shown } from './shown.ts'

const decode = compileDecoder(ORDER_EVENT_SCHEMA)
const decoderOf: DecoderOf = (id) => (id === ORDER_EVENT_ID ? decode : null)

/** The raw records of a file, as they would stand in a topic of so many partitions. */
export async function* linesOfFile(path: string, partitions: number): AsyncGenerator<Shown> {
  for await (const record of placed(readRawLines(path, { schemaId: ORDER_EVENT_ID, partitions }), partitions))
    yield { key: record.key, partition: record.partition, line: () => peekedLine(record, decoderOf) }
}
