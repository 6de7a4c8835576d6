import { formatMoney, parseMoney } from '../src/money.ts'
import type { OutputRecords } from '../src/output-records.ts'
import { OUTPUT_SCHEMAS } from '../src/schemas.ts'
import { OUTPUT_NAMES, type OutputName } from '../src/topics.ts'

type Json = Readonly<Record<string, unknown>>
/** As much of an Avro schema as the output schemas use. */
type AvroSchema = string | readonly AvroSchema[] | AvroNode
interface AvroNode {
  readonly type: AvroSchema
  readonly logicalType?: string
  readonly items?: AvroSchema
  readonly fields?: readonly { readonly name: string; readonly type: AvroSchema }[]
}

const isUnion = (schema: AvroSchema): schema is readonly AvroSchema[] => Array.isArray(schema)
const isNode = (schema: AvroSchema): schema is AvroNode => typeof schema === 'object' && !isUnion(schema)

/** How a leaf is read or written: money and bytes are text in JSON, everything else is what it is. */
interface Leaves {
  readonly money: (value: unknown) => unknown
  readonly bytes: (value: unknown) => unknown
}

const FROM_JSON: Leaves = {
  money: (text) => parseMoney(String(text)),
  bytes: (hex) => Buffer.from(String(hex), 'hex'),
}
const TO_JSON: Leaves = {
  money: (minor) => formatMoney(minor as number),
  bytes: (bytes) => (bytes as Buffer).toString('hex'),
}

const convertRecord = (node: AvroNode, record: Json, leaves: Leaves): Json => {
  const fields = node.fields ?? []
  const unknown = Object.keys(record).find((name) => !fields.some((field) => field.name === name))
  if (unknown !== undefined) throw new Error(`unknown field ${unknown}`)
  return Object.fromEntries(
    fields.map(({ name, type }) => {
      if (record[name] === undefined) throw new Error(`field ${name} is missing`)
      return [name, convert(type, record[name], leaves)]
    }),
  )
}

const convert = (schema: AvroSchema, value: unknown, leaves: Leaves): unknown => {
  if (isUnion(schema)) return value === null ? null : convert(schema[1] as AvroSchema, value, leaves)
  if (isNode(schema)) {
    if (schema.logicalType === 'decimal') return leaves.money(value)
    if (schema.type === 'record') return convertRecord(schema, value as Json, leaves)
    if (schema.type === 'array')
      return (value as readonly unknown[]).map((item) => convert(schema.items as AvroSchema, item, leaves))
  }
  return schema === 'bytes' ? leaves.bytes(value) : value
}

const SCHEMAS = Object.fromEntries(
  OUTPUT_NAMES.map((name) => [name, JSON.parse(OUTPUT_SCHEMAS[name]) as AvroNode]),
) as Readonly<Record<OutputName, AvroNode>>

/** An output record from JSON with money as text and bytes as hex. Throws on a missing or unknown field. */
export const recordFromJson = <Name extends OutputName>(output: Name, json: Json): OutputRecords[Name] =>
  convert(SCHEMAS[output], json, FROM_JSON) as OutputRecords[Name]

/** An output record as JSON with money as text and bytes as hex, fields in the order of the schema. */
export const recordToJson = <Name extends OutputName>(output: Name, record: OutputRecords[Name]): Json =>
  convert(SCHEMAS[output], record, TO_JSON) as Json
