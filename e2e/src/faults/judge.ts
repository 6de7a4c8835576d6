import {
  FRAME_BYTES,
  type LogRecord,
  ORDER_EVENT_SCHEMA,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
  outputCodecs,
  RAW_TOPIC,
} from '@order-up/contracts'
import { expectedTables, referenceOutputs, type SinkTables } from '@order-up/contracts/kit'
import { type History, placeOf } from './history.ts'

/** What a round has left behind. */
export interface Outcome {
  readonly partitions: number
  /** Id under which OrderEvent is registered; every other one is unknown. */
  readonly schemaId: number
  /** The raw topic and the outputs, read when all was done. */
  readonly history: History
  /** The outputs as a reader saw them while faults happened. */
  readonly watched: History
  readonly tables: SinkTables
}

const MOST_SHOWN = 3

const textOf = (key: Buffer | null, body: Buffer): string => `${key} ${body.toString('hex')}`

const recordText = ({ key, value }: LogRecord): string => textOf(key, (value as Buffer).subarray(FRAME_BYTES))

/** The first differences of two sequences, in words. */
const differencesOf = (name: string, expected: readonly string[], found: readonly string[]): readonly string[] => {
  const length = Math.max(expected.length, found.length)
  const differences: string[] = []
  for (let at = 0; at < length && differences.length < MOST_SHOWN; at += 1)
    if (expected[at] !== found[at])
      differences.push(`${name}[${at}]: expected ${expected[at] ?? 'nothing'}, found ${found[at] ?? 'nothing'}`)
  return differences
}

/** The contract's own reading of the raw topic, a text per record, by topic and partition. */
const referenceTexts = ({ partitions, schemaId, history }: Outcome): ReadonlyMap<string, readonly string[]> => {
  const records = Array.from({ length: partitions }, (_, partition) => history.get(placeOf(RAW_TOPIC, partition)) ?? [])
  const schemaText = (id: number): string | null => (id === schemaId ? ORDER_EVENT_SCHEMA : null)
  const outputs = referenceOutputs({ partitions, records, schemaText, flush: false })
  const texts = <Name extends OutputName>(output: Name) =>
    outputs[output].map(
      (sequence, partition) =>
        [
          placeOf(OUTPUT_TOPICS[output], partition),
          sequence.map(({ key, value }) => textOf(Buffer.from(key), outputCodecs[output].encodeBody(value))),
        ] as const,
    )
  return new Map(OUTPUT_NAMES.flatMap(texts))
}

/** What the tables must hold, given that the topics hold what they must. */
const tablesOf = ({ partitions, history }: Outcome): SinkTables => {
  const entriesOf = <Name extends OutputName>(output: Name) =>
    Array.from({ length: partitions }, (_, partition) =>
      (history.get(placeOf(OUTPUT_TOPICS[output], partition)) ?? []).map(({ value, timestampMs }) => {
        const record = outputCodecs[output].decodeBody((value as Buffer).subarray(FRAME_BYTES))
        return { output, partition, timestampMs, record }
      }),
    ).flat()
  return expectedTables(OUTPUT_NAMES.flatMap(entriesOf) as Parameters<typeof expectedTables>[0])
}

const rowTexts = (rows: readonly object[]): readonly string[] => rows.map((row) => JSON.stringify(row)).sort()

/**
 * Everything that is not as the contract has it, in words, a few of each: topics against the batch reference, byte by
 * byte (nothing missing, nothing twice, in order); what was seen meanwhile against the topics; tables against both.
 */
export const judge = (outcome: Outcome): readonly string[] => {
  const expected = referenceTexts(outcome)
  const topics = [...expected].flatMap(([place, texts]) =>
    differencesOf(place, texts, (outcome.history.get(place) ?? []).map(recordText)),
  )
  const seen = [...outcome.watched].flatMap(([place, records]) =>
    differencesOf(
      `seen meanwhile: ${place}`,
      (outcome.history.get(place) ?? []).slice(0, records.length).map(recordText),
      records.map(recordText),
    ),
  )
  const tables = tablesOf(outcome)
  const rows = OUTPUT_NAMES.flatMap((output) =>
    differencesOf(`table of ${output}`, rowTexts(tables.rows[output]), rowTexts(outcome.tables.rows[output])),
  )
  const conflicts = differencesOf('conflicts', rowTexts(tables.conflicts), rowTexts(outcome.tables.conflicts))
  return [...topics, ...seen, ...rows, ...conflicts]
}
