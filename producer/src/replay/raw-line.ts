import { eventJsonInBody, FRAME_BYTES, isFramed, type RawAppend, schemaIdOf } from '@order-up/contracts'

type Json = Readonly<Record<string, unknown>>

/** The JSON form of the event in a value, if there is one and it is read back to the very same bytes. */
const eventJson = (value: Buffer, schemaId: number): Json | undefined =>
  isFramed(value) && schemaIdOf(value) === schemaId ? eventJsonInBody(value.subarray(FRAME_BYTES)) : undefined

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
