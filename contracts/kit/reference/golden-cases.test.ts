import { outputCodecs } from '../../src/output-codecs.ts'
import type { OutputRecords } from '../../src/output-records.ts'
import { ORDER_EVENT_SCHEMA } from '../../src/schemas.ts'
import type { OutputName } from '../../src/topics.ts'
import { bundledCases } from '../case-files.ts'
import { expectedOutputs } from '../expected-outputs.ts'
import type { GoldenCase } from '../golden-case.ts'
import { type OutputSequences, outputSequences } from '../output-sequences.ts'
import { rawRecords, registryOf } from '../raw-records.ts'
import type { ReferenceRecord } from './order-of-outputs.ts'
import { type ReferenceInput, type ReferenceRun, runReference } from './reference.ts'

const SCHEMA_ID = 1

const inputOf = ({ records, partitions, flush }: GoldenCase): ReferenceInput => {
  const raw = rawRecords(records, SCHEMA_ID)
  const registry = registryOf(records).set(SCHEMA_ID, ORDER_EVENT_SCHEMA)
  return {
    partitions,
    flush,
    records: Array.from({ length: partitions }, (_, at) => raw.filter(({ partition }) => partition === at)),
    schemaText: (id) => registry.get(id) ?? null,
  }
}

type Row<Name extends OutputName> = ReferenceRecord<OutputRecords[Name]>

const bytesOf = ({ outputs }: ReferenceRun, partitions: number): OutputSequences =>
  outputSequences(partitions, <Name extends OutputName>(output: Name, partition: number) =>
    (outputs[output][partition] as readonly Row<Name>[]).map(({ key, value }) => ({
      key: Buffer.from(key),
      body: outputCodecs[output].encodeBody(value),
    })),
  )

/** Texts in place of bytes, so that a difference can be read. */
const inHex = (sequences: OutputSequences, partitions: number) =>
  outputSequences(partitions, (output, partition) =>
    sequences[output][partition]?.map(({ key, body }) => `${key} ${body?.toString('hex')}`),
  )

const records = (sequences: OutputSequences, partitions: number) =>
  outputSequences(partitions, (output, partition) =>
    sequences[output][partition]?.map(({ key, body }) => ({
      partition,
      key: key?.toString(),
      value: outputCodecs[output].decodeBody(body as Buffer),
    })),
  )

const countRows = (sequences: readonly (readonly unknown[])[]): number =>
  sequences.reduce((sum, rows) => sum + rows.length, 0)

describe.each(bundledCases().map((each) => [each.name, each] as const))('golden case %s', (_name, golden) => {
  const { partitions } = golden
  const expected = expectedOutputs(golden, rawRecords(golden.records, SCHEMA_ID))
  const actual = runReference(inputOf(golden))

  test('E4 the reference yields the whole sequence of every output partition', () => {
    expect(actual.outputs).toEqual(records(expected, partitions))
  })

  test('T6 and the same bytes', () => {
    expect(inHex(bytesOf(actual, partitions), partitions)).toEqual(inHex(expected, partitions))
  })

  test('every raw record is exactly one of refused, held, curated and heartbeat', () => {
    const { records, refused, held, curated, heartbeats, heldEnded } = actual.conservation
    const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0)

    expect({
      records,
      held: heldEnded.shown + heldEnded.orphaned + heldEnded.waiting,
      curated: countRows(actual.outputs.curated),
      letters: countRows(actual.outputs.dlq),
    }).toEqual({
      records: refusals + held + curated + heartbeats,
      held,
      curated,
      letters: refusals + heldEnded.orphaned,
    })
  })
})
