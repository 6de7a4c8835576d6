import { OUTPUT_NAMES, type OutputName } from '../src/topics.ts'

/** An output record as bytes. */
export interface OutputEntry {
  readonly key: Buffer | null
  /** The Avro body; null where the value is not in Confluent framing. */
  readonly body: Buffer | null
}

/** Everything that stands in the five output topics: `[output][partition]` is one sequence (E4). */
export type OutputSequences = Readonly<Record<OutputName, readonly (readonly OutputEntry[])[]>>

/** One sequence for each partition of each output, as `sequence` gives it. */
export const outputSequences = <T>(
  partitions: number,
  sequence: (output: OutputName, partition: number) => T,
): Readonly<Record<OutputName, readonly T[]>> =>
  Object.fromEntries(
    OUTPUT_NAMES.map((output) => [output, Array.from({ length: partitions }, (_, at) => sequence(output, at))]),
  ) as unknown as Readonly<Record<OutputName, readonly T[]>>

/** Number of records in all outputs together. */
export const countEntries = (sequences: OutputSequences): number =>
  OUTPUT_NAMES.flatMap((output) => sequences[output]).reduce((sum, sequence) => sum + sequence.length, 0)
