import { Cursor } from './avro-cursor.ts'
import { Resolver } from './avro-resolve.ts'
import { parseAvroSchema } from './avro-schema.ts'
import { skipMaker } from './avro-skip.ts'
import { EVENT_BUILDERS } from './event-builders.ts'
import type { OrderEvent } from './order-event.ts'
import { ORDER_EVENT_SCHEMA } from './schemas.ts'

/** Decodes the Avro body in `bytes[start, end)`; undefined where it is BAD_AVRO (V4). Never throws. */
export type DecodeEvent = (bytes: Buffer, start: number, end: number) => OrderEvent | undefined

const FULL_NAME = 'com.orderup.raw.OrderEvent'
const READER = parseAvroSchema(ORDER_EVENT_SCHEMA)!.type

/**
 * Compiles the decoder for one writer's schema; null where the text is no OrderEvent schema (V3). Never throws, whatever
 * the text is. Each decoder keeps one cursor: it is not for use inside itself.
 */
export const compileDecoder = (schemaText: string): DecodeEvent | null => {
  const writer = parseAvroSchema(schemaText)
  if (writer?.type.kind !== 'record' || writer.type.name !== FULL_NAME) return null
  const resolver = new Resolver({ builders: EVENT_BUILDERS, skipOf: skipMaker(writer.records) })
  const read = resolver.resolve(writer.type, READER)
  const cursor = new Cursor()
  return (bytes, start, end) => {
    cursor.open(bytes, start, end)
    const event = read(cursor) as OrderEvent
    return cursor.finished ? event : undefined
  }
}
