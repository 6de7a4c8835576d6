import type { LogRecord } from '../src/log-port.ts'
import { ORDER_EVENT_SCHEMA } from '../src/schemas.ts'
import { OUTPUT_NAMES } from '../src/topics.ts'
import type { CaseRecord, ExpectedRecords, GoldenCase } from './golden-case.ts'
import { rawRecords, registryOf } from './raw-records.ts'
import { referenceOutputs } from './reference/reference.ts'

/** Stands for the OrderEvent schema where no log is there to say; no record of a history uses it for anything else. */
const ORDER_EVENT_ID = 1

const byPartition = (records: readonly CaseRecord[], partitions: number): readonly (readonly LogRecord[])[] => {
  const raw = rawRecords(records, ORDER_EVENT_ID)
  return Array.from({ length: partitions }, (_, partition) => raw.filter((record) => record.partition === partition))
}

/** A case whose expectation is what the batch reference makes of its records. */
export const referenceCase = (given: Omit<GoldenCase, 'expect'>): GoldenCase => {
  const registry = registryOf(given.records).set(ORDER_EVENT_ID, ORDER_EVENT_SCHEMA)
  const outputs = referenceOutputs({
    partitions: given.partitions,
    records: byPartition(given.records, given.partitions),
    schemaText: (id) => registry.get(id) ?? null,
    flush: given.flush,
  })
  const expect = Object.fromEntries(
    OUTPUT_NAMES.map((output) => [output, outputs[output].flatMap((sequence) => sequence.map(({ value }) => value))]),
  )
  return { ...given, expect: expect as unknown as ExpectedRecords }
}
