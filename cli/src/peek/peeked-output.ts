import {
  FRAME_BYTES,
  isFramed,
  type LogRecord,
  OUTPUT_NAMES,
  type OutputName,
  type OutputRecords,
  outputCodecs,
} from '@order-up/contracts'
import { recordToJson } from '@order-up/contracts/kit'

type Decode = (body: Buffer) => object

const DECODE = Object.fromEntries(
  OUTPUT_NAMES.map((name) => [
    name,
    (body: Buffer) => recordToJson(name, outputCodecs[name].decodeBody(body) as OutputRecords[typeof name]),
  ]),
) as Readonly<Record<OutputName, Decode>>

/** The record in a value; where it does not decode, its bytes and why. */
const valueJson = (value: Buffer | null, decode: Decode): object => {
  const failed = (message: string) => ({ value_hex: value?.toString('hex') ?? null, error: { message } })
  if (value === null) return failed('record has no value')
  if (!isFramed(value)) return failed('value is not in Confluent framing')
  try {
    return { record: decode(value.subarray(FRAME_BYTES)) }
  } catch {
    return failed('value is not valid Avro for its schema')
  }
}

/** An output record as a line of JSON: its place, its key and its fields; money is text, bytes are hex. */
export const peekedOutput = (record: LogRecord & { readonly partition: number }, output: OutputName): string => {
  const { partition, offset, timestampMs, key, value } = record
  const place = { partition, offset, timestamp: timestampMs, key: key?.toString() ?? null }
  return JSON.stringify({ ...place, ...valueJson(value, DECODE[output]) })
}
