import {
  type Batch,
  type Engine,
  FRAME_BYTES,
  isFramed,
  type LogRecord,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
  RAW_TOPIC,
} from '@order-up/contracts'
import { type Difference, differencesBetween, type OutputEntry, type OutputSequences } from '@order-up/contracts/kit'
import { BLOCK_RECORDS, firstDifferentBlock, SequenceDigest } from './output-digest.ts'
import { runOver, type Source } from './run-over.ts'

export interface Comparison {
  readonly control: () => Engine
  readonly candidate: () => Engine
  readonly source: Source
  readonly partitions: number
}

/** Digests by topic and partition, raw included. */
export type Digests = Readonly<Record<string, readonly SequenceDigest[]>>

export interface Compared {
  /** What the control wrote. */
  readonly digests: Digests
  /** What differs in the first block that does; empty where every partition is the same. */
  readonly differences: readonly Difference[]
}

const newDigests = (partitions: number): Digests =>
  Object.fromEntries(
    [RAW_TOPIC, ...Object.values(OUTPUT_TOPICS)].map((topic) => [
      topic,
      Array.from({ length: partitions }, () => new SequenceDigest()),
    ]),
  )

const digestsOf = async (create: () => Engine, { source, partitions }: Comparison): Promise<Digests> => {
  const digests = newDigests(partitions)
  const see = ({ topic, partition, records }: Batch): void => {
    for (const record of records) digests[topic]![partition]!.add(record)
  }
  await runOver({ engine: create(), source, partitions, see })
  return digests
}

/** A block of one output partition. */
interface Block {
  readonly output: OutputName
  readonly partition: number
  readonly block: number
}

const firstDifference = (left: Digests, right: Digests): Block | undefined => {
  for (const output of OUTPUT_NAMES)
    for (const [partition, digest] of left[OUTPUT_TOPICS[output]]!.entries()) {
      const block = firstDifferentBlock(digest, right[OUTPUT_TOPICS[output]]![partition]!)
      if (block !== undefined) return { output, partition, block }
    }
  return undefined
}

const entryOf = ({ key, value }: LogRecord): OutputEntry => ({
  key,
  body: value !== null && isFramed(value) ? value.subarray(FRAME_BYTES) : null,
})

const NOTHING: OutputSequences = { curated: [], customers: [], metrics: [], late: [], dlq: [] }

/** The records of a block, by another run. */
const recordsOf = async (create: () => Engine, comparison: Comparison, of: Block): Promise<OutputSequences> => {
  const { source, partitions } = comparison
  const entries: OutputEntry[] = []
  const from = of.block * BLOCK_RECORDS
  let index = 0
  const see = ({ topic, partition, records }: Batch): void => {
    if (topic !== OUTPUT_TOPICS[of.output] || partition !== of.partition) return
    for (const record of records) {
      if (index >= from && index < from + BLOCK_RECORDS) entries.push(entryOf(record))
      index += 1
    }
  }
  await runOver({ engine: create(), source, partitions, see })
  return {
    ...NOTHING,
    [of.output]: Array.from({ length: partitions }, (_, at) => (at === of.partition ? entries : [])),
  }
}

const differencesIn = async (comparison: Comparison, of: Block): Promise<readonly Difference[]> => {
  const wanted = await recordsOf(comparison.control, comparison, of)
  const given = await recordsOf(comparison.candidate, comparison, of)
  const from = of.block * BLOCK_RECORDS
  return [...differencesBetween(wanted, given)]
    .sort((left, right) => left.index - right.index)
    .map((difference) => ({ ...difference, index: from + difference.index }))
}

/**
 * Runs two engines over the same raw log and compares every output partition: the same keys and bodies in the same
 * partitions and order (contract, Identity). In bounded memory: digests are compared, and only where they differ is the
 * block in which they do computed anew, to show its records. Throws where the raw logs were not the same.
 */
export const compareEngines = async (comparison: Comparison): Promise<Compared> => {
  const digests = await digestsOf(comparison.control, comparison)
  const others = await digestsOf(comparison.candidate, comparison)
  const isSame = (left: SequenceDigest, at: number): boolean =>
    firstDifferentBlock(left, others[RAW_TOPIC]![at]!) === undefined
  if (!digests[RAW_TOPIC]!.every(isSame)) throw new Error('the source gave other records the second time')
  const first = firstDifference(digests, others)
  return { digests, differences: first === undefined ? [] : await differencesIn(comparison, first) }
}
