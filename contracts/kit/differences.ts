import { frame } from '../src/framing.ts'
import { outputCodecs } from '../src/output-codecs.ts'
import { OUTPUT_NAMES, OUTPUT_TOPICS, type OutputName } from '../src/topics.ts'
import type { OutputEntry, OutputSequences } from './output-sequences.ts'
import { recordToJson } from './record-json.ts'

/** One thing that is not as it should be, for a person to read; money as text, bytes as hex. */
export interface Difference {
  readonly topic: string
  readonly partition: number
  /** Place in the partition's sequence, counted from 0: of the expected record, or of one that nothing expects. */
  readonly index: number
  /** A field of the record, or `key`, `bytes`, `order`, `record`. */
  readonly field: string
  readonly expected: string
  readonly actual: string
}

const NOTHING = 'nothing'

const decode = (output: OutputName, body: Buffer | null): Readonly<Record<string, unknown>> | undefined => {
  try {
    return body === null ? undefined : recordToJson(output, outputCodecs[output].decode(frame(0, body)))
  } catch {
    return undefined
  }
}

const keyText = (key: Buffer | null): string => (key === null ? 'null' : JSON.stringify(key.toString('utf8')))
const bodyHex = (body: Buffer | null): string => body?.toString('hex') ?? 'not in Confluent framing'
const bytesOf = ({ key, body }: OutputEntry): string => `${key?.toString('hex') ?? 'null'} ${bodyHex(body)}`
const describeEntry = (output: OutputName, entry: OutputEntry): string =>
  JSON.stringify(decode(output, entry.body)) ?? bytesOf(entry)

/** What two records must share to be compared field by field: a metric's key, else where the record comes from. */
const identityOf = (output: OutputName, entry: OutputEntry): string => {
  const record = decode(output, entry.body)
  if (record === undefined) return bytesOf(entry)
  if (output === 'metrics') return `${record.metric}|${record.dimension}|${record.currency}|${record.window_start}`
  return `${record.source_partition}:${record.source_offset}`
}

type Found = Pick<Difference, 'index' | 'field' | 'expected' | 'actual'>

/** How two records of one identity differ: by key, by field, or else by bytes alone (T6). */
const fieldDifferences = (output: OutputName, expected: OutputEntry, actual: OutputEntry): Omit<Found, 'index'>[] => {
  const [wanted = {}, given = {}] = [decode(output, expected.body), decode(output, actual.body)]
  const pairs = [
    ['key', keyText(expected.key), keyText(actual.key)] as const,
    ...Object.keys(wanted).map((name) => [name, JSON.stringify(wanted[name]), JSON.stringify(given[name])] as const),
  ]
  const found = pairs
    .filter(([, before, after]) => before !== after)
    .map(([field, before, after]) => ({ field, expected: before, actual: after ?? NOTHING }))
  if (found.length > 0) return found
  return [{ field: 'bytes', expected: bodyHex(expected.body), actual: bodyHex(actual.body) }]
}

interface Placed {
  readonly entry: OutputEntry
  readonly index: number
}

/** The records of a sequence by identity; `#1`, `#2` … tell records of one identity apart. */
const byIdentity = (output: OutputName, sequence: readonly OutputEntry[]): ReadonlyMap<string, Placed> => {
  const seen = new Map<string, number>()
  const named = sequence.map((entry, index): [string, Placed] => {
    const identity = identityOf(output, entry)
    const nth = (seen.get(identity) ?? 0) + 1
    seen.set(identity, nth)
    return [`${identity} #${nth}`, { entry, index }]
  })
  return new Map(named)
}

const pairDifferences = (output: OutputName, expected?: Placed, actual?: Placed): readonly Found[] => {
  if (expected !== undefined && actual !== undefined) {
    if (bytesOf(expected.entry) === bytesOf(actual.entry)) return []
    return fieldDifferences(output, expected.entry, actual.entry).map((found) => ({ index: expected.index, ...found }))
  }
  const show = (placed?: Placed): string => (placed === undefined ? NOTHING : describeEntry(output, placed.entry))
  const index = expected?.index ?? actual?.index ?? 0
  return [{ index, field: 'record', expected: show(expected), actual: show(actual) }]
}

const orderDifference = (expected: readonly OutputEntry[], actual: readonly OutputEntry[]): readonly Found[] => {
  const index = expected.findIndex((entry, at) => bytesOf(entry) !== bytesOf(actual[at] as OutputEntry))
  if (index < 0) return []
  const keyAt = (sequence: readonly OutputEntry[]): string => keyText((sequence[index] as OutputEntry).key)
  return [{ index, field: 'order', expected: keyAt(expected), actual: keyAt(actual) }]
}

const sequenceDifferences = (
  output: OutputName,
  expected: readonly OutputEntry[],
  actual: readonly OutputEntry[],
): readonly Found[] => {
  if (expected.length === actual.length && orderDifference(expected, actual).length === 0) return []
  const [wanted, given] = [byIdentity(output, expected), byIdentity(output, actual)]
  const found = [...new Set([...wanted.keys(), ...given.keys()])].flatMap((identity) =>
    pairDifferences(output, wanted.get(identity), given.get(identity)),
  )
  return found.length > 0 ? found : orderDifference(expected, actual)
}

/**
 * Every way in which `actual` is not `expected`: a record missing or surplus, a field, the key, the bytes alone, or the
 * order of a sequence (E4). Framing ids and record timestamps don't count. Empty where both are equal.
 */
export const differencesBetween = (expected: OutputSequences, actual: OutputSequences): readonly Difference[] =>
  OUTPUT_NAMES.flatMap((output) =>
    expected[output].flatMap((sequence, partition) =>
      sequenceDifferences(output, sequence, actual[output][partition] ?? []).map((found) => ({
        topic: OUTPUT_TOPICS[output],
        partition,
        ...found,
      })),
    ),
  )

/** A difference as one line. */
export const differenceText = ({ topic, partition, index, field, expected, actual }: Difference): string =>
  `${topic}/${partition} record ${index} ${field}: expected ${expected}, got ${actual}`
