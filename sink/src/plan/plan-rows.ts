import {
  type ConflictKind,
  FRAME_BYTES,
  type LoadBatch,
  type LoadRecord,
  OrderUpError,
  OUTPUT_TOPICS,
  outputCodecs,
} from '@order-up/contracts'
import { MERGE_PLANS, type MergePlan } from './merge-plan.ts'

/** A decoded record, by field name. */
export type Fields = Readonly<Record<string, unknown>>

/** A record on its way into its table. */
export interface PlannedRow {
  readonly record: LoadRecord
  readonly fields: Fields
  /** The key columns, joined by `|`. */
  readonly key: string
  /** Why the row is to be reported instead of merged; null where it is to be merged. */
  readonly refused: ConflictKind | null
}

const difference = (column: string | undefined, left: Fields, right: Fields): number =>
  column === undefined ? 0 : (left[column] as number) - (right[column] as number)

/** Above 0 where `left` is to be merged rather than `right`, below 0 the other way round, 0 where neither is newer. */
export const compareRows = ({ home, version }: MergePlan, left: Fields, right: Fields): number =>
  difference(home, right, left) || difference(version, left, right)

const decodeRow = (plan: MergePlan, record: LoadRecord): PlannedRow => {
  try {
    const fields = outputCodecs[plan.output].decode(record.value!) as unknown as Fields
    return { record, fields, key: plan.key.map((column) => fields[column]).join('|'), refused: null }
  } catch (cause) {
    const detail = `${OUTPUT_TOPICS[plan.output]}/${record.partition}@${record.offset} does not decode`
    throw new OrderUpError('OU7003', { detail, cause })
  }
}

const sameContent = (left: LoadRecord, right: LoadRecord): boolean =>
  left.value!.subarray(FRAME_BYTES).equals(right.value!.subarray(FRAME_BYTES))

/** Which of two records of one key is merged, and what is reported of the other: null where it is merely older. */
const settle = (plan: MergePlan, held: PlannedRow, next: PlannedRow) => {
  const order = compareRows(plan, next.fields, held.fields)
  const [merged, other] = order > 0 ? [next, held] : [held, next]
  if (order === 0 && !sameContent(held.record, next.record))
    return { merged, refused: 'different_content' as const, other }
  const elsewhere = difference(plan.home, held.fields, next.fields) !== 0
  return { merged, refused: elsewhere ? ('second_partition' as const) : null, other }
}

const NO_KEY = Buffer.alloc(0)

const byKey = (left: LoadRecord, right: LoadRecord): number => (left.key ?? NO_KEY).compare(right.key ?? NO_KEY)

/**
 * The rows that a batch comes to: for each key the newest record, to be merged, in the order of the keys' bytes, and
 * every record that conflicts with it, to be reported. Older records of a key and repeated ones are dropped. Throws OU7003 where a record does not decode.
 */
export const planRows = ({ output, records }: LoadBatch): readonly PlannedRow[] => {
  const plan = MERGE_PLANS[output]
  const merged = new Map<string, PlannedRow>()
  const refused: PlannedRow[] = []
  // Sorted before they are decoded, so that the rows lie in memory as they are gone through afterwards.
  for (const record of [...records].sort(byKey)) {
    const row = decodeRow(plan, record)
    const held = merged.get(row.key)
    const outcome = held === undefined ? { merged: row, refused: null, other: row } : settle(plan, held, row)
    merged.set(row.key, outcome.merged)
    if (outcome.refused !== null) refused.push({ ...outcome.other, refused: outcome.refused })
  }
  return [...merged.values(), ...refused]
}
