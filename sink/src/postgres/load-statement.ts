import { type LoadBatch, OUTPUT_TOPICS } from '@order-up/contracts'
import type { ColumnType } from '../plan/columns.ts'
import { MERGE_PLANS, METADATA_COLUMNS, type MergePlan } from '../plan/merge-plan.ts'
import type { PlannedRow } from '../plan/plan-rows.ts'
import { arrayParameter, elementName } from './column-types.ts'
import { conflictsCte, displacedCte } from './conflict-clauses.ts'
import { nameList, replacedColumns } from './sql-names.ts'

/** Who loads: the group and the epoch that its claim gave this loader. */
export interface Holder {
  readonly group: string
  readonly epoch: number
}

/** A column of the statement's input, which is an array parameter. */
interface InputColumn {
  readonly name: string
  readonly type: ColumnType
  readonly value: (row: PlannedRow) => unknown
}

const { source, processedAt, processingDurationMs } = METADATA_COLUMNS

const durationMs = ({ record, fields }: PlannedRow): number | null =>
  typeof fields.source_timestamp === 'number' ? record.timestampMs - fields.source_timestamp : null

/** What becomes a row of the table, beside its source. */
export const tableInput = ({ columns }: MergePlan): readonly InputColumn[] => [
  ...columns.map(({ name, type }) => ({ name, type, value: (row: PlannedRow) => row.fields[name] })),
  { ...processedAt, value: (row) => row.record.timestampMs },
  { ...processingDurationMs, value: durationMs },
]

/** What the statement needs to know of a row beside that. */
const STEERING: readonly InputColumn[] = [
  { name: 'record_key', type: { kind: 'text' }, value: (row) => row.key },
  { name: 'record_partition', type: { kind: 'int' }, value: (row) => row.record.partition },
  { name: 'refused', type: { kind: 'text' }, value: (row) => row.refused },
]

/** What is done about a row whose key is there: it is replaced where the new one is newer. */
export const onConflict = (plan: MergePlan): string => {
  const target = `ON CONFLICT (${nameList(plan.key)})`
  if (plan.version === undefined) return `${target} DO NOTHING`
  const assignments = replacedColumns(plan).map((name) => `${name} = EXCLUDED.${name}`)
  const sameHome = plan.home === undefined ? '' : `stored.${plan.home} = EXCLUDED.${plan.home} AND `
  return `${target} DO UPDATE SET
    ${[...assignments, 'loaded_at = now()'].join(',\n    ')}
  WHERE ${sameHome}stored.${plan.version} < EXCLUDED.${plan.version}`
}

/** The positions move if, and only if, this loader holds the group and every one of them is where the batch begins. */
const FENCE = `held AS (
  SELECT offsets.partition, span.next_offset
  FROM unnest($4::integer[], $5::bigint[], $6::bigint[]) AS span (partition, from_offset, next_offset)
  JOIN sink_offsets AS offsets
    ON offsets.group_id = $1 AND offsets.topic = $2 AND offsets.partition = span.partition
  WHERE offsets.epoch = $3 AND offsets.next_offset = span.from_offset
  ORDER BY offsets.partition
  FOR UPDATE OF offsets
),
fence AS (
  UPDATE sink_offsets AS offsets SET next_offset = held.next_offset, loaded_at = now()
  FROM held
  WHERE offsets.group_id = $1 AND offsets.topic = $2 AND offsets.partition = held.partition
    AND (SELECT count(*) FROM held) = cardinality($4::integer[])
  RETURNING offsets.partition
)`

/** The first array parameter of the input; before it come group, topic, epoch and the spans. */
const FIRST_INPUT = 7

/** Arrays side by side in the select list: PostgreSQL then takes them apart row by row, storing none of them first. */
const inputCte = (columns: readonly InputColumn[]): string => {
  const selected = columns.map(
    ({ name, type }, at) => `unnest($${FIRST_INPUT + at}::${elementName(type)}[]) AS ${name}`,
  )
  return `input AS (
  SELECT
    ${selected.join(',\n    ')}
  WHERE EXISTS (SELECT FROM fence)
)`
}

const mergedCte = (plan: MergePlan): string => {
  const names = tableInput(plan).map(({ name }) => name)
  return `merged AS (
  INSERT INTO ${plan.table} AS stored (${nameList([...names, source.name])})
  SELECT ${nameList([...names, '$2'])}
  FROM input WHERE refused IS NULL
  ${onConflict(plan)}
  RETURNING xmax = 0 AS inserted
)`
}

/** Every row, if some row was not merged: then it is worth asking why. */
const UNMERGED = `unmerged AS (
  SELECT * FROM input
  WHERE refused IS NULL AND (SELECT count(*) FROM merged) < (SELECT count(*) FROM input WHERE refused IS NULL)
)`

/**
 * The one statement that loads a batch: moves the positions, merges the rows, reports the conflicts; all or nothing.
 * Rows come in the order of their keys, and are written in it, so that loaders that meet on the same keys wait for each
 * other but never in a circle. It answers `fenced` (false: nothing was changed), `inserted`, `updated` and `conflicts`.
 */
export const loadStatement = (plan: MergePlan): string => {
  const displaced = displacedCte(plan)
  const ctes = [FENCE, inputCte([...tableInput(plan), ...STEERING]), mergedCte(plan), UNMERGED]
  return `WITH ${[...ctes, ...(displaced ? [displaced] : []), conflictsCte(plan)].join(',\n')}
SELECT
  EXISTS (SELECT FROM fence) AS fenced,
  (SELECT count(*) FROM merged WHERE inserted)::integer AS inserted,
  (SELECT count(*) FROM merged WHERE NOT inserted)::integer${displaced ? ' + (SELECT count(*) FROM displaced)::integer' : ''} AS updated,
  (SELECT coalesce(json_agg(json_build_object(
    'key', record_key, 'kind', kind, 'partition', partition, 'displaced', displaced)), '[]') FROM conflict) AS conflicts
`
}

type Span = LoadBatch['spans'][number]

const spanNumbers = (kind: 'int' | 'long', spans: readonly Span[], value: (span: Span) => number): unknown =>
  arrayParameter({ kind }, spans.map(value))

/** Beside longer arrays a missing element is null, so nothing but nulls is the same as nothing. */
const inputParameter = ({ type, value }: InputColumn, rows: readonly PlannedRow[]): unknown => {
  const values = rows.map(value)
  return arrayParameter(type, values.every((each) => each === null) ? [] : values)
}

/** The parameters of `loadStatement` for a batch and the rows that it comes to. */
export const loadValues = ({ output, spans }: LoadBatch, rows: readonly PlannedRow[], holder: Holder): unknown[] => [
  holder.group,
  OUTPUT_TOPICS[output],
  holder.epoch,
  spanNumbers('int', spans, ({ partition }) => partition),
  spanNumbers('long', spans, ({ fromOffset }) => fromOffset),
  spanNumbers('long', spans, ({ nextOffset }) => nextOffset),
  ...[...tableInput(MERGE_PLANS[output]), ...STEERING].map((column) => inputParameter(column, rows)),
]
