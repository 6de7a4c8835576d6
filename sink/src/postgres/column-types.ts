import { formatMoney, parseMoney } from '@order-up/contracts'
import type { Column, ColumnType } from '../plan/columns.ts'
import { BINARY, type BinaryElement, binaryArray } from './binary-array.ts'

/** How the values of a column travel, many of them in one array: as numbers, or as text. */
type Travel =
  | { readonly number: BinaryElement; readonly write: (value: number) => number }
  | {
      readonly number?: undefined
      /** True where an element's text may hold anything, and must be quoted within an array. */
      readonly quoted: boolean
      readonly write: (value: never, type: ColumnType) => string
    }

/** A kind of column in PostgreSQL. */
interface PostgresType {
  /** Name in DDL. */
  readonly name: string
  /** Type of the array's elements. */
  readonly element: string
  readonly travel: Travel
  /** A field's value from what `pg` reads. */
  readonly read: (value: never, type: ColumnType) => unknown
}

const YEAR_1_MS = -62_135_596_800_000
const LAST_DATE_MS = 8_640_000_000_000_000

/** An instant's ms, or an infinity where PostgreSQL's calendar and ours have no such date. */
const writeInstant = (ms: number): number =>
  ms < YEAR_1_MS ? Number.NEGATIVE_INFINITY : ms > LAST_DATE_MS ? Number.POSITIVE_INFINITY : ms

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
  travel: { quoted: true, write: (value: string) => value },
  read: (value: string) => value,
}

const unchanged = (value: number): number => value

const TYPES: Readonly<Record<ColumnType['kind'], PostgresType>> = {
  text,
  int: { ...text, name: 'integer', element: 'integer', travel: { number: BINARY.integer, write: unchanged } },
  long: { name: 'bigint', element: 'bigint', travel: { number: BINARY.bigint, write: unchanged }, read: Number },
  decimal: { name: 'numeric', element: 'numeric', travel: { quoted: false, write: formatMoney }, read: parseMoney },
  instant: {
    name: 'timestamptz(3)',
    element: 'timestamptz',
    travel: { number: BINARY.timestamptz, write: writeInstant },
    read: (value: Date | number) => Number(value),
  },
  bytes: {
    ...text,
    name: 'bytea',
    element: 'bytea',
    travel: { quoted: true, write: (value: Buffer) => `\\x${value.toString('hex')}` },
  },
  list: {
    ...text,
    name: 'jsonb',
    element: 'jsonb',
    travel: {
      quoted: true,
      write: (items: readonly Item[], type) => JSON.stringify(convertItems(items, (type as ListType).fields, toJson)),
    },
    read: (items: readonly Item[], type) => convertItems(items, (type as ListType).fields, fromJson),
  },
}

/** A type's name in DDL. */
export const typeName = (type: ColumnType): string =>
  type.kind === 'decimal' ? `numeric(${type.precision},2)` : TYPES[type.kind].name

/** The type of the elements in which values of a type travel. */
export const elementName = (type: ColumnType): string => TYPES[type.kind].element

const quote = (element: string): string => `"${/["\\]/.test(element) ? element.replace(/["\\]/g, '\\$&') : element}"`

/** Values of one type, or nulls, as an array parameter. */
export const arrayParameter = (type: ColumnType, values: readonly unknown[]): string | Buffer => {
  const { travel } = TYPES[type.kind]
  if (travel.number !== undefined) {
    const { number, write } = travel
    return binaryArray(
      number,
      (values as readonly (number | null)[]).map((value) => (value === null ? null : write(value))),
    )
  }
  const element = (value: unknown): string => {
    if (value === null) return 'NULL'
    const written = travel.write(value as never, type)
    return travel.quoted ? quote(written) : written
  }
  return `{${values.map(element).join(',')}}`
}

/** A field's value from what `pg` reads. */
export const readValue = (type: ColumnType, value: unknown): unknown =>
  value === null ? null : TYPES[type.kind].read(value as never, type)
