import { formatMoney, parseMoney } from '@order-up/contracts'
import type { Column, ColumnType } from '../plan/columns.ts'

/** A kind of column in PostgreSQL: its values travel as text, many of them in one array. */
interface PostgresType {
  /** Name in DDL. */
  readonly name: string
  /** Type of the array's elements. */
  readonly element: string
  /** True where an element's text may hold anything, and must be quoted within an array. */
  readonly quoted: boolean
  readonly write: (value: never, type: ColumnType) => string
  /** A field's value from what `pg` reads. */
  readonly read: (value: never, type: ColumnType) => unknown
}

const YEAR_1_MS = -62_135_596_800_000
const LAST_DATE_MS = 8_640_000_000_000_000

/** An instant's ms, or an infinity where PostgreSQL's calendar and ours have no such date. */
const writeInstant = (ms: number): string =>
  ms < YEAR_1_MS ? '-Infinity' : ms > LAST_DATE_MS ? 'Infinity' : String(ms)

type Item = Readonly<Record<string, unknown>>
type ListType = ColumnType & { readonly kind: 'list' }

const convertItems = (
  items: readonly Item[],
  fields: readonly Column[],
  convert: (type: ColumnType, value: unknown) => unknown,
) => items.map((item) => Object.fromEntries(fields.map(({ name, type }) => [name, convert(type, item[name])])))

/** A value within JSON: money as text, as in the JSON form of events, an instant as a person reads it. */
const toJson = (type: ColumnType, value: unknown): unknown => {
  if (type.kind === 'decimal') return formatMoney(value as number)
  return type.kind === 'instant' ? new Date(value as number).toISOString() : value
}

const fromJson = (type: ColumnType, value: unknown): unknown => {
  if (type.kind === 'decimal') return parseMoney(value as string)
  return type.kind === 'instant' ? Date.parse(value as string) : value
}

const text: PostgresType = {
  name: 'text',
  element: 'text',
  quoted: true,
  write: (value: string) => value,
  read: (value: string) => value,
}

const TYPES: Readonly<Record<ColumnType['kind'], PostgresType>> = {
  text,
  int: { ...text, name: 'integer', element: 'integer', quoted: false, write: String },
  long: { ...text, name: 'bigint', element: 'bigint', quoted: false, write: String, read: Number },
  decimal: { ...text, name: 'numeric', element: 'numeric', quoted: false, write: formatMoney, read: parseMoney },
  instant: {
    name: 'timestamptz(3)',
    element: 'float8',
    quoted: false,
    write: writeInstant,
    read: (value: Date | number) => Number(value),
  },
  bytes: { ...text, name: 'bytea', element: 'bytea', write: (value: Buffer) => `\\x${value.toString('hex')}` },
  list: {
    ...text,
    name: 'jsonb',
    element: 'jsonb',
    write: (items: readonly Item[], type) => JSON.stringify(convertItems(items, (type as ListType).fields, toJson)),
    read: (items: readonly Item[], type) => convertItems(items, (type as ListType).fields, fromJson),
  },
}

/** A type's name in DDL. */
export const typeName = (type: ColumnType): string =>
  type.kind === 'decimal' ? `numeric(${type.precision},2)` : TYPES[type.kind].name

/** The type of the elements in which values of a type travel. */
export const elementName = (type: ColumnType): string => TYPES[type.kind].element

/** The value of a type from the element that it travelled in. Instants travel as ms: their text is slow to parse. */
export const fromElement = (type: ColumnType, element: string): string =>
  type.kind === 'instant' ? `to_timestamp(${element} / 1000)::${TYPES.instant.name}` : element

const quote = (element: string): string => `"${/["\\]/.test(element) ? element.replace(/["\\]/g, '\\$&') : element}"`

/** Values of one type, or nulls, as an array parameter. */
export const arrayParameter = (type: ColumnType, values: readonly unknown[]): string => {
  const { write, quoted } = TYPES[type.kind]
  const element = (value: unknown): string => {
    if (value === null) return 'NULL'
    const written = write(value as never, type)
    return quoted ? quote(written) : written
  }
  return `{${values.map(element).join(',')}}`
}

/** A field's value from what `pg` reads. */
export const readValue = (type: ColumnType, value: unknown): unknown =>
  value === null ? null : TYPES[type.kind].read(value as never, type)
