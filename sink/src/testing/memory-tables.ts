import {
  type ConflictKind,
  type LoadConflict,
  type LoadRecord,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
  type OutputRecords,
  outputCodecs,
} from '@order-up/contracts'
import type { SinkTables, StoredConflict, StoredRow } from '@order-up/contracts/kit'
import { MERGE_PLANS } from '../plan/merge-plan.ts'

type Row = StoredRow<OutputName>
type Numbers = Readonly<Record<string, number>>

/** What became of one record. */
export interface Merged {
  readonly outcome: 'inserted' | 'updated' | 'stale' | 'refused'
  readonly conflict?: LoadConflict
}

const numbersOf = (row: Row): Numbers => row.record as unknown as Numbers

const rowOf = (output: OutputName, { timestampMs, value }: LoadRecord): Row => {
  const record = outputCodecs[output].decode(value!)
  const rawMs = 'source_timestamp' in record ? record.source_timestamp : undefined
  return {
    record,
    source: OUTPUT_TOPICS[output],
    processedAtMs: timestampMs,
    processingDurationMs: rawMs === undefined ? null : timestampMs - rawMs,
  }
}

const isSame = (output: OutputName, left: Row, right: Row): boolean => {
  const { encodeBody } = outputCodecs[output] as { encodeBody(record: OutputRecords[OutputName]): Buffer }
  return encodeBody(left.record).equals(encodeBody(right.record))
}

/** The sink's tables as Maps, filled record by record as the rules read, without batches. */
export class MemoryTables {
  readonly #rows = new Map(OUTPUT_NAMES.map((output) => [output, new Map<string, Row>()]))
  readonly #conflicts = new Map<string, StoredConflict>()

  merge(output: OutputName, loaded: LoadRecord): Merged {
    const { key, version, home } = MERGE_PLANS[output]
    const row = rowOf(output, loaded)
    const name = key.map((column) => numbersOf(row)[column]).join('|')
    const rows = this.#rows.get(output)!
    const held = rows.get(name)
    const difference = (column: string | undefined): number =>
      held === undefined || column === undefined ? 0 : numbersOf(row)[column]! - numbersOf(held)[column]!
    if (held === undefined) {
      rows.set(name, row)
      return { outcome: 'inserted' }
    }
    if (difference(home) > 0) return this.#refuse('second_partition', output, name, row)
    if (difference(home) < 0) {
      rows.set(name, row)
      return { ...this.#refuse('second_partition', output, name, held), outcome: 'updated' }
    }
    if (difference(version) > 0) {
      rows.set(name, row)
      return { outcome: 'updated' }
    }
    if (difference(version) === 0 && !isSame(output, held, row))
      return this.#refuse('different_content', output, name, row, loaded.partition)
    return { outcome: 'stale' }
  }

  read(): SinkTables {
    const rows = Object.fromEntries([...this.#rows].map(([output, table]) => [output, [...table.values()]]))
    return { rows: rows as unknown as SinkTables['rows'], conflicts: [...this.#conflicts.values()] }
  }

  #refuse(kind: ConflictKind, output: OutputName, key: string, row: Row, from?: number): Merged {
    const { version } = MERGE_PLANS[output]
    const partition = from ?? numbersOf(row).source_partition!
    const name = [output, key, kind, partition].join(' ')
    const known = this.#conflicts.get(name)
    const isNewer =
      version !== undefined &&
      known !== undefined &&
      numbersOf({ ...row, record: known.record })[version]! < numbersOf(row)[version]!
    if (known === undefined || isNewer) this.#conflicts.set(name, { output, key, kind, partition, record: row.record })
    return { outcome: 'refused', conflict: { output, key, kind, partition } }
  }
}
