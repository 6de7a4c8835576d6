/** What a column holds, in no database's words: instants are of ms, decimals of scale 2, lists of records with `fields`. */
export type ColumnType =
  | { readonly kind: 'text' | 'int' | 'long' | 'instant' | 'bytes' }
  | { readonly kind: 'decimal'; readonly precision: number }
  | { readonly kind: 'list'; readonly fields: readonly Column[] }

export interface Column {
  /** The schema's field name. */
  readonly name: string
  readonly type: ColumnType
  readonly nullable: boolean
}

/** As much of Avro as the output schemas use. */
type AvroSchema = string | readonly AvroSchema[] | AvroNode
interface AvroNode {
  readonly type: AvroSchema
  readonly logicalType?: string
  readonly precision?: number
  readonly items?: AvroRecord
}
interface AvroRecord {
  readonly fields: readonly { readonly name: string; readonly type: AvroSchema }[]
}

const PLAIN: Readonly<Record<string, ColumnType>> = {
  string: { kind: 'text' },
  enum: { kind: 'text' },
  int: { kind: 'int' },
  long: { kind: 'long' },
  bytes: { kind: 'bytes' },
}

const isUnion = (schema: AvroSchema): schema is readonly AvroSchema[] => Array.isArray(schema)

const columnType = (schema: AvroSchema): ColumnType => {
  if (typeof schema === 'object' && !isUnion(schema)) {
    if (schema.logicalType === 'decimal') return { kind: 'decimal', precision: schema.precision! }
    if (schema.logicalType === 'timestamp-millis') return { kind: 'instant' }
    if (schema.items !== undefined) return { kind: 'list', fields: fieldColumns(schema.items) }
    return columnType(schema.type)
  }
  const type = typeof schema === 'string' ? PLAIN[schema] : undefined
  if (type === undefined) throw new Error(`no column type for ${JSON.stringify(schema)}`)
  return type
}

const fieldColumns = ({ fields }: AvroRecord): readonly Column[] =>
  fields.map(({ name, type }) =>
    isUnion(type)
      ? { name, type: columnType(type.find((branch) => branch !== 'null')!), nullable: true }
      : { name, type: columnType(type), nullable: false },
  )

/** The columns for the fields of a record schema, in their order; a union with null makes a column nullable. */
export const columnsOf = (schemaText: string): readonly Column[] => fieldColumns(JSON.parse(schemaText) as AvroRecord)
