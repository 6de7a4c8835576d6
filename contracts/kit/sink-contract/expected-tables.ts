import { outputKeys } from '../../src/output-keys.ts'
import type { SourceRecord } from '../../src/output-records.ts'
import { OUTPUT_TOPICS, type OutputName } from '../../src/topics.ts'
import { inOneOrder, type SinkTables, type StoredConflict, type StoredRow } from './sink-tables.ts'
import type { Entry } from './topic-contents.ts'

const storedRow = <Name extends OutputName>({ output, record, timestampMs }: Entry<Name>): StoredRow<Name> => ({
  record,
  source: OUTPUT_TOPICS[output],
  processedAtMs: timestampMs,
  processingDurationMs: 'source_timestamp' in record ? timestampMs - record.source_timestamp : null,
})

const groups = <T>(items: readonly T[], nameOf: (item: T) => string): readonly (readonly T[])[] => {
  const byName = new Map<string, T[]>()
  for (const item of items) {
    const name = nameOf(item)
    const group = byName.get(name)
    if (group === undefined) byName.set(name, [item])
    else group.push(item)
  }
  return [...byName.values()]
}

const greatest = <T>(items: readonly T[], by: (item: T) => number): T =>
  items.reduce((best, item) => (by(item) > by(best) ? item : best))

const sourceIdentity = ({ source_partition, source_offset }: SourceRecord): string =>
  `${source_partition}:${source_offset}`

/** The newest record of an order on each partition that it is on, the lowest partition first. */
const homesOf = (order: readonly Entry<'curated'>[]): readonly Entry<'curated'>[] =>
  groups(order, ({ record }) => String(record.source_partition))
    .map((home) => greatest(home, ({ record }) => record.source_offset))
    .sort((left, right) => left.record.source_partition - right.record.source_partition)

const secondPartition = ({ record }: Entry<'curated'>): StoredConflict => ({
  output: 'curated',
  key: record.order_id,
  kind: 'second_partition',
  partition: record.source_partition,
  record,
})

/**
 * What a sink's tables must hold when these records have been loaded, in whatever order and however often: of an order
 * the newest state, on the lowest partition that has one of its id, the others being conflicts; of a customer the
 * highest count; of everything else each record once.
 */
export const expectedTables = (entries: readonly Entry[]): SinkTables => {
  const of = <Name extends OutputName>(output: Name): readonly Entry<Name>[] =>
    entries.filter((entry): entry is Entry<Name> => entry.output === output)
  const orders = groups(of('curated'), ({ record }) => record.order_id).map(homesOf)
  const customers = groups(of('customers'), ({ record }) => outputKeys.customers(record))
  const once = <Name extends OutputName>(output: Name, identity: (record: Entry<Name>['record']) => string) =>
    groups(of(output), ({ record }) => identity(record)).map((copies) => storedRow(copies[0]!))
  return inOneOrder({
    rows: {
      curated: orders.map((homes) => storedRow(homes[0]!)),
      customers: customers.map((copies) => storedRow(greatest(copies, ({ record }) => record.order_count))),
      metrics: once('metrics', outputKeys.metrics),
      late: once('late', sourceIdentity),
      dlq: once('dlq', sourceIdentity),
    },
    conflicts: orders.flatMap((homes) => homes.slice(1).map(secondPartition)),
  })
}
