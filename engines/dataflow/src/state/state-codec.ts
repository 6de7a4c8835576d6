import { valueCodec } from '@order-up/contracts'

/** Encodes one kind of state value for the changelog, and reads it back. */
export interface StateCodec<V> {
  encodeBody(value: V): Buffer
  decodeBody(body: Buffer): V
}

type Field = readonly [name: string, type: unknown]

/** A codec for values with these fields, in Avro. */
export const recordCodec = <V>(name: string, fields: readonly Field[]): StateCodec<V> =>
  valueCodec<V>(
    JSON.stringify({ type: 'record', name, fields: fields.map(([field, type]) => ({ name: field, type })) }),
  )

/** A single integer: an instant, a count, an offset. */
export const longCodec: StateCodec<number> = valueCodec<number>('"long"')

const PRESENT = Buffer.from([1])

/** For keys that say all by being there. */
export const presenceCodec: StateCodec<true> = { encodeBody: () => PRESENT, decodeBody: () => true }
