import {
  compileDecoder,
  encodeOrderEvent,
  eventFromJson,
  FRAME_BYTES,
  isFramed,
  ORDER_EVENT_SCHEMA,
  type RawAppend,
  schemaIdOf,
} from '@order-up/contracts'
import { eventToJson } from './event-to-json.ts'

type Json = Readonly<Record<string, unknown>>

const decode = compileDecoder(ORDER_EVENT_SCHEMA)

/** Whether the JSON form of an event, read back, is `body` again. */
const isReadBack = (json: Json, body: Buffer): boolean => {
  try {
    return encodeOrderEvent(eventFromJson(json)).equals(body)
  } catch {
    return false
  }
}

/** The JSON form of the event in a value, if there is one and it is read back to the very same bytes. */
const eventJson = (value: Buffer, schemaId: number): Json | undefined => {
  if (!isFramed(value) || schemaIdOf(value) !== schemaId) return undefined
  const event = decode?.(value, FRAME_BYTES, value.length)
  if (event === undefined) return undefined
  const json = eventToJson(event)
  return isReadBack(json, value.subarray(FRAME_BYTES)) ? json : undefined
}

const keyJson = (key: Buffer | null): Json => {
  if (key === null) return { key: null }
  const text = key.toString()
  return Buffer.from(text).equals(key) ? { key: text } : { key_hex: key.toString('hex') }
}

const valueJson = (value: Buffer | null, schemaId: number): Json => {
  if (value === null) return { value_hex: null }
  const event = eventJson(value, schemaId)
  return event === undefined ? { value_hex: value.toString('hex') } : { event }
}

/**
 * A raw record as one line of JSON, without its end: `key` (text, or null; `key_hex` where it is not UTF-8), `event`
 * where the value is one in version 1 framed with `schemaId`, else `value_hex` (null for no value), `timestamp`, and
 * `partition` where the key does not choose it. `readRawLines` reads it back to the same bytes.
 */
export const rawLine = (record: RawAppend, schemaId: number): string => {
  const { key, value, timestampMs, partition } = record
  const line = { ...keyJson(key), ...valueJson(value, schemaId), timestamp: timestampMs }
  return JSON.stringify(partition === undefined ? line : { ...line, partition })
}
