import type { LogRecord } from '../src/log-port.ts'
import type { OutputRecords } from '../src/output-records.ts'
import { ORDER_EVENT_SCHEMA } from '../src/schemas.ts'
import type { OutputName } from '../src/topics.ts'
import type { CaseRecord, ExpectedRecords, GoldenCase } from './golden-case.ts'
import { rawRecords, registryOf } from './raw-records.ts'
import { closingRank, countingRank, type ReferenceOutputs } from './reference/order-of-outputs.ts'
import { sortedByRank } from './reference/rank.ts'
import { referenceOutputs } from './reference/reference.ts'

/** Stands for the OrderEvent schema where no log is there to say; no record of a history uses it for anything else. */
const ORDER_EVENT_ID = 1

const byPartition = (records: readonly CaseRecord[], partitions: number): readonly (readonly LogRecord[])[] => {
  const raw = rawRecords(records, ORDER_EVENT_ID)
  return Array.from({ length: partitions }, (_, partition) => raw.filter((record) => record.partition === partition))
}

const allOf = <Name extends OutputName>(outputs: ReferenceOutputs, output: Name): readonly OutputRecords[Name][] =>
  outputs[output].flatMap((sequence) =>
    (sequence as readonly { value: OutputRecords[Name] }[]).map(({ value }) => value),
  )

/** What a case lists: by partition where that is the raw record's, else in one order over all of them. */
const expectedOf = (outputs: ReferenceOutputs): ExpectedRecords => ({
  curated: allOf(outputs, 'curated'),
  customers: sortedByRank(allOf(outputs, 'customers'), countingRank),
  metrics: sortedByRank(allOf(outputs, 'metrics'), closingRank),
  late: allOf(outputs, 'late'),
  dlq: allOf(outputs, 'dlq'),
})

/** A case whose expectation is what the batch reference makes of its records. */
export const referenceCase = (given: Omit<GoldenCase, 'expect'>): GoldenCase => {
  const registry = registryOf(given.records).set(ORDER_EVENT_ID, ORDER_EVENT_SCHEMA)
  const outputs = referenceOutputs({
    partitions: given.partitions,
    records: byPartition(given.records, given.partitions),
    schemaText: (id) => registry.get(id) ?? null,
    flush: given.flush,
  })
  return { ...given, expect: expectedOf(outputs) }
}
