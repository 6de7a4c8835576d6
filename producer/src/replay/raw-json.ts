import {
  encodeOrderEvent,
  eventFromJson,
  frame,
  OrderUpError,
  type RawAppend,
  type RawWriter,
} from '@order-up/contracts'

/** A JSON object of unknown shape. */
type Json = Readonly<Record<string, unknown>>

/** The raw topic that a line is read for. */
export type RawTarget = Pick<RawWriter, 'schemaId' | 'partitions'>

const fail = (detail: string): never => {
  throw new OrderUpError('OU1102', { detail })
}

const HEX = /^(?:[0-9a-f]{2})*$/i
const hex = (value: unknown, name: string): Buffer =>
  typeof value === 'string' && HEX.test(value) ? Buffer.from(value, 'hex') : fail(`${name} must be hex digits`)

const keyBytes = (json: Json): Buffer | null => {
  if (json.key_hex !== undefined) return hex(json.key_hex, 'key_hex')
  if (typeof json.key === 'string') return Buffer.from(json.key)
  return json.key === null ? null : fail('key must be text or null')
}

/** How each form of a value becomes bytes; a line has exactly one of them. */
const VALUES: Readonly<Record<string, (value: unknown, schemaId: number) => Buffer | null>> = {
  event: (value, schemaId) => frame(schemaId, encodeOrderEvent(eventFromJson(value))),
  value_hex: (value) => (value === null ? null : hex(value, 'value_hex')),
  body_hex: (value, schemaId) => frame(schemaId, hex(value, 'body_hex')),
}

const valueBytes = (json: Json, schemaId: number): Buffer | null => {
  if (json.writer !== undefined) fail('writer: a schema of its own can only be given to a golden case')
  const [form, ...others] = Object.keys(VALUES).filter((name) => json[name] !== undefined)
  if (form === undefined || others.length > 0) return fail('one of event, value_hex and body_hex must be there')
  return (VALUES[form] as (typeof VALUES)[string])(json[form], schemaId)
}

const integer = (json: Json, name: string, most: number): number => {
  const value = json[name]
  const isInRange = Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
  return isInRange ? (value as number) : fail(`${name} must be an integer from 0 to ${most}`)
}

/**
 * A raw record from the JSON of its line (`rawLine` says what that holds); events are framed with the id of `target`.
 * Throws OU1102 or OU1105, or what encoding throws, where it is none.
 */
export const rawFromJson = (json: unknown, target: RawTarget): RawAppend => {
  if (typeof json !== 'object' || json === null) return fail('line must be an object')
  const line = json as Json
  const key = keyBytes(line)
  const record = {
    key,
    value: valueBytes(line, target.schemaId),
    timestampMs: integer(line, 'timestamp', Number.MAX_SAFE_INTEGER),
  }
  if (line.partition !== undefined) return { ...record, partition: integer(line, 'partition', target.partitions - 1) }
  return key === null ? fail('a record without a key needs a partition') : record
}
