import type { Cursor } from './avro-cursor.ts'
import { type AvroEnum, type AvroRecord, type AvroType, unqualified } from './avro-schema.ts'
import type { Skip } from './avro-skip.ts'

/** Reads one datum of a writer's type as a value of a reader's; the cursor fails where it has none. */
export type Read = (cursor: Cursor) => unknown

/** Makes a record of its values, which stand in the order of the reader's fields. It must not keep the array. */
export type Build = (values: never) => object

export interface Target {
  /** How each of the reader's records is made, by unqualified name; no two of them share one. */
  readonly builders: Readonly<Record<string, Build>>
  /** The skip of a type of the writer's, undefined where it takes no bytes. */
  readonly skipOf: (type: AvroType) => Skip | undefined
}

type ByKind = Readonly<Partial<Record<AvroType['kind'], Read>>>

const FAIL: Read = (cursor) => cursor.fail()

const readInt: Read = (cursor) => cursor.int()
const readText: Read = (cursor) => cursor.text()
const readDecimal: Read = (cursor) => cursor.decimal()

/**
 * What each primitive of the reader's reads of which of the writer's, the promotions of the specification included. All
 * bytes of an OrderEvent are decimals (T2); it has no boolean, float or double.
 */
const PRIMITIVES: Readonly<Partial<Record<AvroType['kind'], ByKind>>> = {
  null: { null: () => null },
  int: { int: readInt },
  long: { int: readInt, long: (cursor) => cursor.long() },
  string: { string: readText, bytes: readText },
  bytes: { bytes: readDecimal, string: readDecimal },
}

const readBranch =
  (branches: readonly Read[]): Read =>
  (cursor) =>
    (branches[cursor.int()] ?? FAIL)(cursor)

const readSymbol = (writer: AvroEnum, reader: AvroEnum): Read => {
  const symbols = writer.symbols.map((symbol) => reader.symbols.find((known) => known === symbol))
  return (cursor) => symbols[cursor.int()] ?? cursor.fail()
}

const readArray =
  (readItem: Read): Read =>
  (cursor) => {
    const items: unknown[] = []
    for (let left = cursor.block(); left > 0; left = cursor.block()) {
      for (; left > 0 && !cursor.failed; left -= 1) items.push(readItem(cursor))
    }
    return items
  }

/** Resolves the types of one writer's schema to a reader's schema that has no recursion, each record once. */
export class Resolver {
  readonly #target: Target
  readonly #records = new Map<AvroRecord, Read>()

  constructor(target: Target) {
    this.#target = target
  }

  /**
   * Resolves as the Avro specification says, datum by datum (V4): what does not match fails only where a datum uses it.
   * Names match unqualified; the first branch of a reader's union that matches is taken.
   */
  resolve(writer: AvroType, reader: AvroType): Read {
    if (writer.kind === 'union') return readBranch(writer.branches.map((branch) => this.resolve(branch, reader)))
    if (reader.kind === 'union') {
      const reads = reader.branches.map((branch) => this.resolve(writer, branch))
      return reads.find((read) => read !== FAIL) ?? FAIL
    }
    if ('name' in writer && 'name' in reader && unqualified(writer.name) !== unqualified(reader.name)) return FAIL
    if (writer.kind === 'record' && reader.kind === 'record') return this.#resolveRecord(writer, reader)
    if (writer.kind === 'enum' && reader.kind === 'enum') return readSymbol(writer, reader)
    if (writer.kind === 'array' && reader.kind === 'array') return readArray(this.resolve(writer.items, reader.items))
    return PRIMITIVES[reader.kind]?.[writer.kind] ?? FAIL
  }

  #resolveRecord(writer: AvroRecord, reader: AvroRecord): Read {
    const known = this.#records.get(writer)
    if (known !== undefined) return known
    const names = new Set(writer.fields.map((field) => field.name))
    const lacks = reader.fields.some((field) => field.default === undefined && !names.has(field.name))
    const read = lacks ? FAIL : this.#readRecord(writer, reader)
    this.#records.set(writer, read)
    return read
  }

  /** One array takes the values of every datum in turn: a reader's record is never inside itself. */
  #readRecord(writer: AvroRecord, reader: AvroRecord): Read {
    const values = reader.fields.map((field) => field.default)
    const unused = values.push(undefined) - 1
    const steps = writer.fields.flatMap(({ name, type }) => {
      const slot = reader.fields.findIndex((field) => field.name === name)
      const read = slot < 0 ? this.#target.skipOf(type) : this.resolve(type, reader.fields[slot]!.type)
      return read === undefined ? [] : [{ slot: slot < 0 ? unused : slot, read }]
    })
    const build = this.#target.builders[unqualified(reader.name)]!
    return (cursor) => {
      for (const { slot, read } of steps) values[slot] = read(cursor)
      return build(values as never)
    }
  }
}
