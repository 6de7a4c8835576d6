import {
  type LoadBatch,
  type LoadConflict,
  type LoadReport,
  OrderUpError,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
} from '@order-up/contracts'
import type pg from 'pg'
import { MERGE_PLANS } from '../plan/merge-plan.ts'
import { type PlannedRow, planRows } from '../plan/plan-rows.ts'
import { databaseError, failureClass } from './failures.ts'
import { type Holder, loadStatement, loadValues } from './load-statement.ts'

/** A batch ready to be loaded: the rows that it comes to, and the parameters of the statement. */
export interface PlannedLoad {
  readonly batch: LoadBatch
  readonly holder: Holder
  readonly rows: readonly PlannedRow[]
  readonly values: readonly unknown[]
}

/** Prepares a load; all that there is to do before the database is asked. Throws OU7003 where a record does not decode. */
export const planLoad = (batch: LoadBatch, holder: Holder): PlannedLoad => {
  const rows = planRows(batch)
  return { batch, holder, rows, values: loadValues(batch, rows, holder) }
}

/** What the load statement answers. */
interface LoadAnswer {
  readonly fenced: boolean
  readonly inserted: number
  readonly updated: number
  readonly conflicts: readonly (Omit<LoadConflict, 'output'> & { readonly displaced: boolean })[]
}

const STATEMENTS = Object.fromEntries(
  OUTPUT_NAMES.map((output) => [output, loadStatement(MERGE_PLANS[output])]),
) as Readonly<Record<OutputName, string>>

const runStatement = async (
  client: pg.Client,
  { output }: LoadBatch,
  values: readonly unknown[],
): Promise<LoadAnswer> => {
  const answer = await client.query<LoadAnswer>({
    name: `load ${output}`,
    text: STATEMENTS[output],
    values: values as unknown[],
  })
  return answer.rows[0]!
}

const reportOf = ({ output, records }: LoadBatch, { inserted, updated, conflicts }: LoadAnswer): LoadReport => {
  const refused = conflicts.filter(({ displaced }) => !displaced).length
  return {
    inserted,
    updated,
    stale: records.length - inserted - updated - refused,
    refused,
    unconfirmed: 0,
    conflicts: conflicts.map(({ key, kind, partition }) => ({ output, key, kind, partition })),
  }
}

const POSITIONS = `
SELECT partition, epoch::text, next_offset::text FROM sink_offsets
WHERE group_id = $1 AND topic = $2 AND partition = ANY ($3)`

/**
 * Why the fence held: another loader has the group (OU1502), or this very batch was loaded by an attempt whose answer
 * was lost.
 */
const settle = async (client: pg.Client, { batch, holder }: PlannedLoad): Promise<LoadReport> => {
  const { output, spans, records } = batch
  const values = [holder.group, OUTPUT_TOPICS[output], spans.map(({ partition }) => partition)]
  const { rows } = await client.query<{ partition: number; epoch: string; next_offset: string }>(POSITIONS, values)
  if (rows.some(({ epoch }) => Number(epoch) !== holder.epoch))
    throw new OrderUpError('OU1502', { detail: `group ${holder.group}` })
  const reached = new Map(rows.map(({ partition, next_offset }) => [partition, Number(next_offset)]))
  if (!spans.every(({ partition, nextOffset }) => reached.get(partition) === nextOffset))
    throw new OrderUpError('OU7002', { detail: `${OUTPUT_TOPICS[output]}, group ${holder.group}` })
  return { inserted: 0, updated: 0, stale: 0, refused: 0, unconfirmed: records.length, conflicts: [] }
}

/** The error for a batch of which the database refuses a row: finds it by halving, in transactions that are undone. */
const refusal = async (client: pg.Client, load: PlannedLoad, failure: unknown): Promise<OrderUpError> => {
  const { batch, holder } = load
  const isRefused = async (rows: readonly PlannedRow[]): Promise<boolean> => {
    await client.query('BEGIN')
    const refused = await runStatement(client, batch, loadValues(batch, rows, holder)).then(
      () => false,
      (reason: unknown) => failureClass(reason) === 'record',
    )
    await client.query('ROLLBACK')
    return refused
  }
  let suspects = load.rows
  while (suspects.length > 1) {
    const half = suspects.slice(0, Math.ceil(suspects.length / 2))
    suspects = (await isRefused(half)) ? half : suspects.slice(half.length)
  }
  const { partition, offset } = suspects[0]!.record
  return databaseError(failure, `${OUTPUT_TOPICS[batch.output]}/${partition}@${offset}`)
}

/** Loads a batch, once however often it is called: OU1502, OU7003 as the port says, other failures as `pg` throws them. */
export const loadBatch = async (client: pg.Client, load: PlannedLoad): Promise<LoadReport> => {
  try {
    const answer = await runStatement(client, load.batch, load.values)
    return answer.fenced ? reportOf(load.batch, answer) : await settle(client, load)
  } catch (failure) {
    throw failureClass(failure) === 'record' ? await refusal(client, load, failure) : failure
  }
}
