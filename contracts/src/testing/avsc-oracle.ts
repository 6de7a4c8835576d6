import avsc from 'avsc'
import type { OrderEvent } from '../order-event.ts'
import { ORDER_EVENT_SCHEMA } from '../schemas.ts'

/**
 * Raw events as avsc reads them, for tests: by the plain schema, without our logical types, so that nothing of our own
 * reading is shared.
 */

export type Fields = Readonly<Record<string, unknown>>

/** An event as avsc has it: decimals as bytes, the payload as `{ [full name]: fields }`. */
export interface WireEvent extends Fields {
  readonly payload: Readonly<Record<string, Fields>>
}

const typeOf = (schemaText: string): avsc.Type => avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema)
const reader = typeOf(ORDER_EVENT_SCHEMA)

const minorOf = (bytes: Uint8Array): number => {
  const value = BigInt.asIntN(bytes.length * 8, BigInt(`0x0${Buffer.from(bytes).toString('hex')}`))
  const minor = Number(value)
  return Number.isSafeInteger(minor) ? minor : minor < 0 ? -Infinity : Infinity
}

const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return minorOf(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}

/** What avsc read, in the shape of an OrderEvent. */
const eventOf = (wire: WireEvent): OrderEvent => {
  const [name, fields] = Object.entries(wire.payload)[0]!
  const payload = { type: name.slice(name.lastIndexOf('.') + 1), ...(plain(fields) as Fields) }
  return { ...(plain(wire) as Fields), payload } as unknown as OrderEvent
}

export interface Oracle {
  write(value: unknown): Buffer
  /** Throws where avsc does. */
  read(body: Buffer): OrderEvent
}

/** avsc writing under `schemaText`, and reading that as version 1. Throws where avsc takes the schemas not to match. */
export const oracleFor = (schemaText: string): Oracle => {
  const writer = typeOf(schemaText)
  const resolver = reader.createResolver(writer)
  return {
    write: (value) => writer.toBuffer(value),
    read: (body) => eventOf(reader.fromBuffer(body, resolver) as WireEvent),
  }
}
