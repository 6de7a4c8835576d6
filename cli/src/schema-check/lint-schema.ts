import { fieldsOf, isComplex, type Place, type Schema, walkSchema } from './schema-walk.ts'

/** A rule that a schema can break; answers what is wrong at one place. */
type Rule = (place: Place, named: ReadonlyMap<string, Schema>) => readonly string[]

/** Names that every JavaScript object answers to already: a decoded record could not tell them from its own. */
const RESERVED = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])

const quoted = (at: string): string => (at === '' ? '' : `"${at}": `)

const reservedNames: Rule = ({ at, schema }) => {
  if (!isComplex(schema)) return []
  const names = [
    ...['name', 'namespace'].flatMap((kind) => String(schema[kind] ?? '').split('.')),
    ...fieldsOf(schema).map(({ name }) => name),
    ...((schema.symbols ?? []) as readonly string[]),
  ]
  return names.filter((name) => RESERVED.has(name)).map((name) => `${quoted(at)}the name ${name} is reserved`)
}

/** Whether a value of the schema can take no bytes at all. */
const takesNoBytes = (schema: Schema, named: ReadonlyMap<string, Schema>, inside: readonly Schema[] = []): boolean => {
  if (typeof schema === 'string') {
    const meant = named.get(schema)
    return schema === 'null' || (meant !== undefined && takesNoBytes(meant, named, inside))
  }
  if (!isComplex(schema) || inside.includes(schema)) return false
  if (schema.type === 'record')
    return fieldsOf(schema).every(({ type }) => takesNoBytes(type, named, [...inside, schema]))
  if (schema.type === 'fixed') return schema.size === 0
  if (schema.type === 'enum' || schema.type === 'array' || schema.type === 'map') return false
  return takesNoBytes(schema.type as Schema, named, inside)
}

const zeroSizeItems: Rule = ({ at, schema }, named) =>
  isComplex(schema) && schema.type === 'array' && takesNoBytes(schema.items as Schema, named)
    ? [`${quoted(at)}array items take no bytes, so a few bytes could claim any number of them`]
    : []

const MOST_DIGITS = 15

const decimals: Rule = ({ at, schema }) => {
  if (!isComplex(schema) || schema.logicalType !== 'decimal') return []
  const { type, scale = 0, precision } = schema
  return [
    ...(type === 'bytes' ? [] : [`${quoted(at)}a decimal is written as bytes, not ${JSON.stringify(type)}`]),
    ...(scale === 2 ? [] : [`${quoted(at)}decimal scale ${String(scale)}, money has scale 2 (T2)`]),
    ...(Number.isInteger(precision) && (precision as number) >= 3 && (precision as number) <= MOST_DIGITS
      ? []
      : [`${quoted(at)}decimal precision ${String(precision)} is not within 3 to ${MOST_DIGITS} digits`]),
  ]
}

const RULES: readonly Rule[] = [reservedNames, zeroSizeItems, decimals]

/** Named types by name and by full name. */
const namesIn = (root: Schema): ReadonlyMap<string, Schema> => {
  const namespace = isComplex(root) ? String(root.namespace ?? '') : ''
  const named = new Map<string, Schema>()
  for (const { schema } of walkSchema(root)) {
    if (!isComplex(schema) || typeof schema.name !== 'string') continue
    named.set(schema.name, schema)
    named.set(`${String(schema.namespace ?? namespace)}.${schema.name}`, schema)
  }
  return named
}

/**
 * What is wrong with a schema that Avro itself allows: reserved names, array items of no bytes (V4), decimals that are
 * not money (T2). The schema must be one that avsc can compile.
 */
export const lintSchema = (root: Schema): readonly string[] => {
  const named = namesIn(root)
  return [...walkSchema(root)].flatMap((place) => RULES.flatMap((rule) => rule(place, named)))
}
