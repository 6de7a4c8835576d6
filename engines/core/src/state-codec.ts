import { valueCodec } from '@order-up/contracts'

/** Encodes one kind of state value for a changelog, and reads it back. */
export interface StateCodec<V> {
  encodeBody(value: V): Buffer
  decodeBody(body: Buffer): V
}

type Field = readonly [name: string, type: unknown]

/** An Avro record with these fields; types are Avro's. */
export const recordType = (name: string, fields: readonly Field[]) => ({
  type: 'record',
  name,
  fields: fields.map(([field, type]) => ({ name: field, type })),
})

/** A codec for the values of an Avro type. */
export const stateCodec = <V>(type: unknown): StateCodec<V> => valueCodec<V>(JSON.stringify(type))

/** A codec for values with these fields. */
export const recordCodec = <V>(name: string, fields: readonly Field[]): StateCodec<V> =>
  stateCodec(recordType(name, fields))

/** A single integer: an instant, a count, an offset. */
export const longCodec: StateCodec<number> = stateCodec('long')
