import { type LogRecord, ORDER_EVENT_SCHEMA, partitionOf, type RawAppend } from '@order-up/contracts'
import { type ReferenceRun, runReference } from '@order-up/contracts/kit'

export interface RawLog {
  readonly partitions: number
  /** Id that stands for the OrderEvent schema; every other is unknown. */
  readonly schemaId: number
  /** Whether the log is declared complete (E5); default false. */
  readonly flush?: boolean
}

/** Where a record lies: the partition it names, else the one its key chooses. */
export const partitionOfRecord = ({ key, partition }: RawAppend, partitions: number): number =>
  partition ?? partitionOf(key ?? Buffer.alloc(0), partitions)

/** What the contract makes of raw records appended in this order to an empty log. */
export const referenceRun = (
  records: Iterable<RawAppend>,
  { partitions, schemaId, flush = false }: RawLog,
): ReferenceRun => {
  const logs = Array.from({ length: partitions }, (): LogRecord[] => [])
  for (const record of records) {
    const log = logs[partitionOfRecord(record, partitions)] as LogRecord[]
    log.push({ offset: log.length, key: record.key, value: record.value, timestampMs: record.timestampMs })
  }
  const schemaText = (id: number): string | null => (id === schemaId ? ORDER_EVENT_SCHEMA : null)
  return runReference({ partitions, records: logs, schemaText, flush })
}
