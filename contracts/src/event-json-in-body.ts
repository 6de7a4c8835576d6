import { encodeOrderEvent } from './event-codec.ts'
import { eventFromJson, eventToJson } from './event-json.ts'
import { compileDecoder } from './raw-decoder.ts'
import { ORDER_EVENT_SCHEMA } from './schemas.ts'

type Json = Readonly<Record<string, unknown>>

const decode = compileDecoder(ORDER_EVENT_SCHEMA)

const isReadBack = (json: Json, body: Buffer): boolean => {
  try {
    return encodeOrderEvent(eventFromJson(json)).equals(body)
  } catch {
    return false
  }
}

/**
 * The JSON form of the event in an Avro body under version 1 of the OrderEvent schema; undefined where there is none, or
 * where `eventFromJson` would not lead back to the very same bytes.
 */
export const eventJsonInBody = (body: Buffer): Json | undefined => {
  const event = decode?.(body, 0, body.length)
  if (event === undefined) return undefined
  const json = eventToJson(event)
  return isReadBack(json, body) ? json : undefined
}
