import type { ClaimedTask, Position, RawAppend, Step, TopicReader } from '../../src/log-port.ts'
import { OUTPUT_NAMES, OUTPUT_TOPICS, type OutputName, RAW_TOPIC } from '../../src/topics.ts'
import { wholeCopy } from '../../src/whole-copy.ts'
import { readBatches } from './read-batches.ts'

export const bytes = (text: string): Buffer => Buffer.from(text)

const textOf = (value: Buffer | null): string => value?.toString() ?? 'null'

/** A raw record for a partition by number; its key is its value. */
export const rawOn = (partition: number, value: string): RawAppend => ({
  partition,
  key: bytes(value),
  value: bytes(value),
  timestampMs: 1_700_000_000_000,
})

/** `count` raw records for a partition: `p0-0`, `p0-1` … */
export const rawRun = (partition: number, count: number): readonly RawAppend[] =>
  Array.from({ length: count }, (_, index) => rawOn(partition, `p${partition}-${index}`))

/** The values of `rawRun`. */
export const valuesOfRun = (partition: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `p${partition}-${index}`)

export interface StepParts {
  readonly outputs?: readonly (readonly [output: OutputName, partition: number, text: string])[]
  readonly state?: Readonly<Record<string, string | null>>
  /** Next offset by raw partition. */
  readonly positions?: Readonly<Record<number, number>>
}

/** A step whose outputs have their text as key and value. */
export const stepOf = ({ outputs = [], state = {}, positions = {} }: StepParts): Step => ({
  outputs: outputs.map(([output, partition, text]) => ({ output, partition, key: bytes(text), value: bytes(text) })),
  state: Object.entries(state).map(([key, value]) => ({
    key: bytes(key),
    value: value === null ? null : bytes(value),
  })),
  positions: Object.entries(positions).map(([partition, offset]) => ({
    topic: RAW_TOPIC,
    partition: Number(partition),
    offset,
  })),
})

/** Values of all records of a topic up to its present ends, by partition. */
export const valuesIn = async (log: TopicReader, topic: string): Promise<readonly (readonly string[])[]> => {
  const ends = await log.ends(topic)
  const reading = readBatches((signal) =>
    log.read(
      ends.map((end) => ({ ...end, offset: 0 })),
      signal,
    ),
  )
  await reading.upTo(ends)
  await reading.stop()
  return ends.map((input) => reading.recordsOf(input).map(({ value }) => textOf(value)))
}

/** Values of all records in the live outputs, topic by topic, and within one partition by partition. */
export const liveOutputs = async (log: TopicReader): Promise<readonly string[]> => {
  const values: string[] = []
  for (const output of OUTPUT_NAMES) values.push(...(await valuesIn(log, OUTPUT_TOPICS[output])).flat())
  return values
}

/** Everything that a task's last commit left to it. */
export interface Committed {
  /** Next offset by raw partition. */
  readonly positions: readonly number[]
  /** Each call of `apply`, as `key=value`, sorted. */
  readonly state: readonly string[]
}

export const committedState = async (task: ClaimedTask): Promise<Committed> => {
  const state: string[] = []
  await task.restore(wholeCopy((key, value) => state.push(`${key}=${value}`)))
  return { positions: task.positions.map(({ offset }) => offset), state: state.sort() }
}

export const offsetsOf = (positions: readonly Position[]): readonly number[] => positions.map(({ offset }) => offset)
