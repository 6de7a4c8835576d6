/** Avro schema text as a tree of types, by the rules of the Avro specification 1.12. */

export type Primitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string'

/** A record's field; `default` is the JSON of the schema, undefined where there is none. */
export interface AvroField {
  readonly name: string
  readonly type: AvroType
  readonly default: unknown
}
export interface AvroRecord {
  readonly kind: 'record'
  /** Full name, as of every named type. */
  readonly name: string
  readonly fields: readonly AvroField[]
}
export interface AvroEnum {
  readonly kind: 'enum'
  readonly name: string
  readonly symbols: readonly string[]
}
export interface AvroFixed {
  readonly kind: 'fixed'
  readonly name: string
  /** In bytes, at least 0. */
  readonly size: number
}
export interface AvroArray {
  readonly kind: 'array'
  readonly items: AvroType
}
export interface AvroMap {
  readonly kind: 'map'
  readonly values: AvroType
}
export interface AvroUnion {
  readonly kind: 'union'
  readonly branches: readonly AvroType[]
}

/** A type of a schema. A record that contains itself is a cycle in the tree. */
export type AvroType =
  | { readonly kind: Primitive }
  | AvroRecord
  | AvroEnum
  | AvroFixed
  | AvroArray
  | AvroMap
  | AvroUnion

type Named = AvroRecord | AvroEnum | AvroFixed
type Json = Readonly<Record<string, unknown>>

/** What surrounds a type: names defined so far, the enclosing namespace, how many objects and arrays it stands in. */
interface Scope {
  readonly names: Map<string, Named>
  readonly namespace: string
  readonly depth: number
}

/**
 * A type inside more objects and arrays does not parse, whatever stack there is. The JSON reader of the registries
 * (Jackson) stops there too, so none of them holds such a text.
 */
const MAX_DEPTH = 1_000

const NAME = /^[A-Za-z_]\w*$/
const FULL_NAME = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/

const PRIMITIVES: ReadonlyMap<string, AvroType> = new Map(
  (['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const).map((kind) => [kind, { kind }]),
)

/** The last part of a full name, by which the types of two schemas match. */
export const unqualified = (fullName: string): string => fullName.slice(fullName.lastIndexOf('.') + 1)

const qualified = (name: string, namespace: string): string =>
  namespace === '' || name.includes('.') ? name : `${namespace}.${name}`

const isText = (json: unknown): json is string => typeof json === 'string'

const isObject = (json: unknown): json is Json => typeof json === 'object' && json !== null && !Array.isArray(json)

const areDistinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length

/** The full name that a definition gives itself; undefined where it may not have it. */
const nameOf = (json: Json, scope: Scope): string | undefined => {
  if (!isText(json.name)) return undefined
  const name = qualified(json.name, isText(json.namespace) ? json.namespace : scope.namespace)
  const free = !scope.names.has(name) && !PRIMITIVES.has(unqualified(name))
  return free && FULL_NAME.test(name) ? name : undefined
}

const parseField = (json: unknown, scope: Scope): AvroField | undefined => {
  if (!isObject(json) || !isText(json.name) || !NAME.test(json.name)) return undefined
  const type = parseType(json.type, scope)
  return type && { name: json.name, type, default: json.default }
}

const parseRecord = (json: Json, scope: Scope): AvroRecord | undefined => {
  const name = nameOf(json, scope)
  if (name === undefined || !Array.isArray(json.fields)) return undefined
  const fields: AvroField[] = []
  const record: AvroRecord = { kind: 'record', name, fields }
  scope.names.set(name, record)
  const namespace = name.slice(0, Math.max(0, name.lastIndexOf('.')))
  const inside = { ...scope, namespace, depth: scope.depth + 2 }
  for (const each of json.fields as readonly unknown[]) {
    const field = parseField(each, inside)
    if (field === undefined) return undefined
    fields.push(field)
  }
  return areDistinct(fields.map((field) => field.name)) ? record : undefined
}

const parseEnum = (json: Json, scope: Scope): AvroEnum | undefined => {
  const name = nameOf(json, scope)
  const symbols: unknown = json.symbols
  if (name === undefined || !Array.isArray(symbols)) return undefined
  if (!symbols.every((symbol) => isText(symbol) && NAME.test(symbol)) || !areDistinct(symbols)) return undefined
  const type: AvroEnum = { kind: 'enum', name, symbols }
  scope.names.set(name, type)
  return type
}

const parseFixed = (json: Json, scope: Scope): AvroFixed | undefined => {
  const name = nameOf(json, scope)
  if (name === undefined || !Number.isSafeInteger(json.size) || (json.size as number) < 0) return undefined
  const type: AvroFixed = { kind: 'fixed', name, size: json.size as number }
  scope.names.set(name, type)
  return type
}

const parseArray = (json: Json, scope: Scope): AvroArray | undefined => {
  const items = parseType(json.items, scope)
  return items && { kind: 'array', items }
}

const parseMap = (json: Json, scope: Scope): AvroMap | undefined => {
  const values = parseType(json.values, scope)
  return values && { kind: 'map', values }
}

type Parse = (json: Json, scope: Scope) => AvroType | undefined

const COMPLEX: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['record', parseRecord],
  ['enum', parseEnum],
  ['fixed', parseFixed],
  ['array', parseArray],
  ['map', parseMap],
])

/** A union holds no union, and no two branches of one name, or of one kind where they have no name. */
const parseUnion = (json: readonly unknown[], scope: Scope): AvroUnion | undefined => {
  const branches: AvroType[] = []
  for (const each of json) {
    const branch = parseType(each, scope)
    if (branch === undefined || branch.kind === 'union') return undefined
    branches.push(branch)
  }
  const keys = branches.map((branch) => ('name' in branch ? branch.name : branch.kind))
  return areDistinct(keys) ? { kind: 'union', branches } : undefined
}

const typeNamed = (name: string, scope: Scope): AvroType | undefined =>
  PRIMITIVES.get(name) ?? scope.names.get(qualified(name, scope.namespace))

const parseType = (json: unknown, scope: Scope): AvroType | undefined => {
  if (isText(json)) return typeNamed(json, scope)
  if (scope.depth >= MAX_DEPTH) return undefined
  const inside = { ...scope, depth: scope.depth + 1 }
  if (Array.isArray(json)) return parseUnion(json, inside)
  if (!isObject(json) || !isText(json.type)) return undefined
  const parse = COMPLEX.get(json.type)
  return parse === undefined ? typeNamed(json.type, scope) : parse(json, inside)
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A parsed schema text: its type, and every record defined in it. */
export interface AvroSchema {
  readonly type: AvroType
  readonly records: readonly AvroRecord[]
}

/**
 * Parses schema text; undefined where it is no Avro schema: not JSON, a name undefined, invalid or defined twice, a field
 * or symbol twice, a union that the specification forbids. What plays no part in reading is not looked at: defaults,
 * aliases, logical types, docs, orders. Never throws.
 */
export const parseAvroSchema = (text: string): AvroSchema | undefined => {
  const names = new Map<string, Named>()
  const type = parseType(parseJson(text), { names, namespace: '', depth: 0 })
  return type && { type, records: [...names.values()].filter((named) => named.kind === 'record') }
}
