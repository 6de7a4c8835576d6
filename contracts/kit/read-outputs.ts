import { FRAME_BYTES } from '../src/framing.ts'
import type { LogRecord, TopicReader } from '../src/log-port.ts'
import { OUTPUT_TOPICS } from '../src/topics.ts'
import { type OutputEntry, type OutputSequences, outputSequences } from './output-sequences.ts'

const entryOf = ({ key, value }: LogRecord): OutputEntry => ({
  key,
  body: value !== null && value.length >= FRAME_BYTES && value[0] === 0 ? value.subarray(FRAME_BYTES) : null,
})

/** The committed records of `topic` up to its present ends, by partition. */
const readTopic = async (reader: TopicReader, topic: string): Promise<readonly (readonly LogRecord[])[]> => {
  const records = Array.from({ length: reader.partitions }, (): LogRecord[] => [])
  const open = new Map((await reader.ends(topic)).map(({ partition, offset }) => [partition, offset]))
  const from = [...open].filter(([, end]) => end > 0).map(([partition]) => ({ topic, partition, offset: 0 }))
  if (from.length === 0) return records
  const unread = new Map(from.map(({ partition }) => [partition, open.get(partition) as number]))
  const done = new AbortController()
  for await (const batch of reader.read(from, done.signal)) {
    records[batch.partition]?.push(...batch.records)
    if (batch.nextOffset >= (unread.get(batch.partition) ?? 0)) unread.delete(batch.partition)
    if (unread.size === 0) break
  }
  done.abort('read')
  return records
}

/** All that an engine has written, committed records only, by output and partition. */
export const readOutputs = async (reader: TopicReader): Promise<OutputSequences> => {
  const topics = new Map<string, readonly (readonly LogRecord[])[]>()
  for (const topic of Object.values(OUTPUT_TOPICS)) topics.set(topic, await readTopic(reader, topic))
  return outputSequences(reader.partitions, (output, partition) =>
    (topics.get(OUTPUT_TOPICS[output])?.[partition] ?? []).map(entryOf),
  )
}
