import type { AvroRecord, AvroType } from './avro-schema.ts'

/** What stands in the bytes for a type: a record is its parts, and one that has a single part is that part. */
export type Layout = Exclude<AvroType, AvroRecord> | Sequence | Impossible

/** Two or more parts, each of at least one byte. */
export interface Sequence {
  readonly kind: 'sequence'
  readonly parts: readonly Layout[]
}

/** No bytes are a datum of it: a record that holds itself, other than in a union, array or map, never ends. */
interface Impossible {
  readonly kind: 'impossible'
}

const NOTHING: Layout = { kind: 'null' }
export const IMPOSSIBLE: Layout = { kind: 'impossible' }

/** True where every datum is empty: of null, of a fixed of no size, and of records of nothing else. */
export const takesNoBytes = (layout: Layout): boolean =>
  layout.kind === 'null' || (layout.kind === 'fixed' && layout.size === 0)

const recordsIn = (record: AvroRecord): AvroRecord[] =>
  record.fields.map((field) => field.type).filter((type) => type.kind === 'record')

const layoutOfParts = (parts: readonly Layout[]): Layout =>
  parts.length > 1 ? { kind: 'sequence', parts } : (parts[0] ?? NOTHING)

/** Lays out records, inner ones first: what is never reached is waiting for itself. */
const layOut = (records: readonly AvroRecord[]): ReadonlyMap<AvroRecord, Layout> => {
  const layouts = new Map<AvroRecord, Layout>()
  const missing = new Map(records.map((record) => [record, recordsIn(record).length]))
  const holders = new Map<AvroRecord, AvroRecord[]>(records.map((record) => [record, []]))
  for (const record of records) for (const inner of recordsIn(record)) holders.get(inner)!.push(record)
  const ready = records.filter((record) => missing.get(record) === 0)
  for (const record of ready) {
    const parts = record.fields.map(({ type }) => (type.kind === 'record' ? layouts.get(type)! : type))
    layouts.set(record, layoutOfParts(parts.filter((part) => !takesNoBytes(part))))
    for (const holder of holders.get(record)!) {
      missing.set(holder, missing.get(holder)! - 1)
      if (missing.get(holder) === 0) ready.push(holder)
    }
  }
  return layouts
}

/** The layouts of the types of one schema, whose records are given. Takes no stack, however records hold each other. */
export const layoutsOf = (records: readonly AvroRecord[]): ((type: AvroType) => Layout) => {
  const layouts = layOut(records)
  return (type) => (type.kind === 'record' ? (layouts.get(type) ?? IMPOSSIBLE) : type)
}
