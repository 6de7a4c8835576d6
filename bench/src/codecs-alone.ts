import {
  compileDecoder,
  type DecodeEvent,
  FRAME_BYTES,
  ORDER_EVENT_SCHEMA,
  type OutputRecord,
  outputCodecs,
  outputKeys,
  type RawAppend,
  type StateChange,
  type Step,
  type ValueCodec,
} from '@order-up/contracts'
import { STATE_CODECS, STATE_KEYS } from '@order-up/engine-simple'

/** Encodes one record, key and value, with the engine's own encoders; returns its size. */
type Encode = () => number

const SCHEMA_ID = 2

const outputEncoder = ({ output, value }: OutputRecord): Encode => {
  const codec = outputCodecs[output] as ValueCodec<unknown>
  const keyOf = outputKeys[output] as (record: unknown) => string
  const record = codec.decode(value)
  return () => Buffer.from(keyOf(record)).length + codec.encode(record, SCHEMA_ID).length
}

/** The parts that a state key was joined of: only the first one can hold a bar itself. */
const partsOf = (rest: string, count: number): readonly string[] => {
  const parts = rest.split('|')
  return [parts.slice(0, parts.length - count + 1).join('|'), ...parts.slice(parts.length - count + 1)]
}

const KEY_ENCODERS = STATE_KEYS as unknown as Readonly<Record<string, (...parts: readonly string[]) => string>>
const VALUE_CODECS = STATE_CODECS as Readonly<Record<string, Pick<ValueCodec<unknown>, 'encodeBody' | 'decodeBody'>>>

const keyEncoder = (key: string): Encode => {
  const joined = KEY_ENCODERS[key[0] as string] as (...parts: readonly string[]) => string
  const [a, b, c] = partsOf(key.slice(2), joined.length) as [string, string, string]
  return () => Buffer.from(joined(a, b, c)).length
}

const stateEncoder = ({ key, value }: StateChange): Encode => {
  const text = key.toString()
  const encodeKey = keyEncoder(text)
  const codec = VALUE_CODECS[text[0] as string]
  if (codec === undefined || value === null) return encodeKey
  const state = codec.decodeBody(value)
  return () => encodeKey() + codec.encodeBody(state).length
}

/**
 * What the codecs do in a run, and nothing else: decodes every input, and encodes every output and every state change
 * that was committed, keys and values, from records that lie ready. Returns the bytes written.
 */
export const codecsAlone = (records: readonly RawAppend[], steps: readonly Step[]): (() => number) => {
  const decode = compileDecoder(ORDER_EVENT_SCHEMA) as DecodeEvent
  const encoders = steps.flatMap(({ outputs, state }) => [...outputs.map(outputEncoder), ...state.map(stateEncoder)])
  return () => {
    let bytes = 0
    for (const { value } of records)
      if (value !== null && value.length > FRAME_BYTES) decode(value, FRAME_BYTES, value.length)
    for (const encode of encoders) bytes += encode()
    return bytes
  }
}
