import type { OrderEvent } from './order-event.ts'

/** Decodes the Avro body in `bytes[start, end)`; undefined where it is BAD_AVRO (V4). */
export type DecodeEvent = (bytes: Buffer, start: number, end: number) => OrderEvent | undefined

/** Compiles the decoder for one writer's schema; null where the text is no OrderEvent schema (V3). */
export const compileDecoder = (_schemaText: string): DecodeEvent | null => null
