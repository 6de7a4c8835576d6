import type { LogRecord, Position, TopicReader } from '@order-up/contracts'

/** Committed records by topic and partition, in the order in which a reader saw them. */
export type History = Map<string, LogRecord[]>

export const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`

const startsOf = async (reader: TopicReader, topics: readonly string[]): Promise<readonly Position[]> =>
  (await Promise.all(topics.map((topic) => reader.ends(topic)))).flat().map((end) => ({ ...end, offset: 0 }))

/** Reads topics from their beginning into `history`, until they have been read to `ends`, or until `signal` fires. */
const readInto = async (
  reader: TopicReader,
  {
    history,
    from,
    ends,
    signal,
  }: { history: History; from: readonly Position[]; ends?: readonly Position[]; signal: AbortSignal },
): Promise<void> => {
  const open = new Map(
    (ends ?? []).filter(({ offset }) => offset > 0).map((end) => [placeOf(end.topic, end.partition), end.offset]),
  )
  if (ends !== undefined && open.size === 0) return
  for await (const { topic, partition, records, nextOffset } of reader.read(from, signal)) {
    const place = placeOf(topic, partition)
    history.get(place)?.push(...records) ?? history.set(place, [...records])
    if (nextOffset >= (open.get(place) ?? Number.POSITIVE_INFINITY)) open.delete(place)
    if (ends !== undefined && open.size === 0) return
  }
}

/** Everything that topics hold by now. */
export const readHistory = async (reader: TopicReader, topics: readonly string[]): Promise<History> => {
  const history: History = new Map()
  const ends = (await Promise.all(topics.map((topic) => reader.ends(topic)))).flat()
  const from = ends.filter(({ offset }) => offset > 0).map((end) => ({ ...end, offset: 0 }))
  await readInto(reader, { history, from, ends, signal: new AbortController().signal })
  return history
}

/** A reader that watches topics while faults happen. */
export interface Watch {
  readonly history: History
  /** Reads up to the present ends, then stops. */
  stop(): Promise<void>
}

export const watchTopics = async (reader: TopicReader, topics: readonly string[]): Promise<Watch> => {
  const history: History = new Map()
  const stop = new AbortController()
  const reading = readInto(reader, { history, from: await startsOf(reader, topics), signal: stop.signal })
  reading.catch(() => {})
  return {
    history,
    stop: async () => {
      stop.abort()
      await reading
    },
  }
}
