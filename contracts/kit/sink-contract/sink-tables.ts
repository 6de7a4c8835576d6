import type { OutputRecords } from '../../src/output-records.ts'
import type { ConflictKind } from '../../src/sink-port.ts'
import type { OutputName } from '../../src/topics.ts'

/** A row of a sink's table: the record, and what the sink says of its coming. */
export interface StoredRow<Name extends OutputName = OutputName> {
  readonly record: OutputRecords[Name]
  /** Topic that it was loaded from. */
  readonly source: string
  readonly processedAtMs: number
  /** Null where the record has no one raw record. */
  readonly processingDurationMs: number | null
}

/** A row of the sink's table of conflicts: a record that was not merged. */
export interface StoredConflict {
  readonly output: OutputName
  readonly key: string
  readonly kind: ConflictKind
  readonly partition: number
  readonly record: OutputRecords[OutputName]
}

/** What a sink's tables hold, rows in any order. */
export interface SinkTables {
  readonly rows: { readonly [Name in OutputName]: readonly StoredRow<Name>[] }
  readonly conflicts: readonly StoredConflict[]
}

const sorted = <T extends StoredRow | StoredConflict>(rows: readonly T[]): readonly T[] =>
  rows
    .map((row) => ({ row, text: JSON.stringify(row) }))
    .sort((left, right) => (left.text < right.text ? -1 : 1))
    .map(({ row }) => row)

/** The same tables with their rows in one order, so that they can be compared. */
export const inOneOrder = ({ rows, conflicts }: SinkTables): SinkTables => ({
  rows: {
    curated: sorted(rows.curated),
    customers: sorted(rows.customers),
    metrics: sorted(rows.metrics),
    late: sorted(rows.late),
    dlq: sorted(rows.dlq),
  },
  conflicts: sorted(conflicts),
})
