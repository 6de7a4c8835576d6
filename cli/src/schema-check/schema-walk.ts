/** An Avro schema as JSON, of any kind. */
export type Schema = string | readonly Schema[] | Readonly<Record<string, unknown>>

/** One schema inside another, and how to find it. */
export interface Place {
  /** Names of the fields that lead there, such as `payload.OrderCreated.amount`. */
  readonly at: string
  readonly schema: Schema
}

type Complex = Readonly<Record<string, unknown>>

export const isComplex = (schema: Schema): schema is Complex => typeof schema === 'object' && !Array.isArray(schema)

const under = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`)

interface Field {
  readonly name: string
  readonly type: Schema
}

export const fieldsOf = (schema: Complex): readonly Field[] => (schema.fields as readonly Field[] | undefined) ?? []

const childrenOf = ({ at, schema }: Place): readonly Place[] => {
  if (typeof schema === 'string') return []
  if (!isComplex(schema))
    return schema.map((branch) => ({
      at: isComplex(branch) && typeof branch.name === 'string' ? under(at, branch.name) : at,
      schema: branch,
    }))
  const inner = schema.type as Schema | undefined
  return [
    ...fieldsOf(schema).map(({ name, type }) => ({ at: under(at, name), schema: type })),
    ...[schema.items, schema.values].flatMap((item) => (item === undefined ? [] : [{ at, schema: item as Schema }])),
    ...(typeof inner === 'object' ? [{ at, schema: inner }] : []),
  ]
}

/** Every schema inside a schema, itself first, depth first. The schema must be one that avsc can compile. */
export const walkSchema = function* (root: Schema, at = ''): Generator<Place> {
  const place = { at, schema: root }
  yield place
  for (const child of childrenOf(place)) yield* walkSchema(child.schema, child.at)
}
