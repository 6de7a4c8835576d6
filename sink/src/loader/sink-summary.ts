import { type LoadConflict, type LoadReport, OUTPUT_NAMES, type OutputName } from '@order-up/contracts'

/** Records read from one topic and what became of them: `records` is the sum of the others. */
export type TableSummary = Readonly<Record<'records' | Exclude<keyof LoadReport, 'conflicts'>, number>>

export interface SinkSummary {
  readonly loads: number
  readonly tables: Readonly<Record<OutputName, TableSummary>>
  /** The first conflicts found; the tables' `refused` counts all of them. */
  readonly conflicts: readonly LoadConflict[]
}

const MOST_CONFLICTS = 100

const NOTHING: TableSummary = { records: 0, inserted: 0, updated: 0, stale: 0, refused: 0, unconfirmed: 0 }

/** The summary of a run that has loaded nothing. */
export const emptySummary = (): SinkSummary => ({
  loads: 0,
  tables: Object.fromEntries(OUTPUT_NAMES.map((output) => [output, NOTHING])) as SinkSummary['tables'],
  conflicts: [],
})

/** A summary with one more load, of `records` records. */
export const addLoad = (summary: SinkSummary, output: OutputName, records: number, report: LoadReport): SinkSummary => {
  const before = summary.tables[output]
  const table: TableSummary = {
    records: before.records + records,
    inserted: before.inserted + report.inserted,
    updated: before.updated + report.updated,
    stale: before.stale + report.stale,
    refused: before.refused + report.refused,
    unconfirmed: before.unconfirmed + report.unconfirmed,
  }
  return {
    loads: summary.loads + 1,
    tables: { ...summary.tables, [output]: table },
    conflicts: [...summary.conflicts, ...report.conflicts].slice(0, MOST_CONFLICTS),
  }
}
