import type { LogRecord, Position, TopicReader } from '@order-up/contracts'

/** Where to begin in every partition: an offset, or, where it is negative, so many before the end. */
export type From = 'start' | 'end' | number

export interface TopicReading {
  readonly topic: string
  /** Only this partition. */
  readonly partition: number | undefined
  readonly from: From
  /** Stop at the ends that the partitions have now. */
  readonly untilEnd: boolean
  readonly signal: AbortSignal
}

/** What is asked of a log. */
export interface TopicSource {
  readonly reader: TopicReader
  /** The first offset of each partition that can still be read. */
  starts(topic: string): Promise<readonly Position[]>
}

const beginnings = (starts: readonly Position[], ends: readonly Position[], from: From): readonly Position[] => {
  if (from === 'start') return starts
  if (from === 'end') return ends
  const firstOf = (partition: number): number => starts.find((start) => start.partition === partition)?.offset ?? 0
  return ends.map((end) => {
    const wanted = from < 0 ? end.offset + from : from
    return { ...end, offset: Math.min(end.offset, Math.max(wanted, firstOf(end.partition))) }
  })
}

/** The committed records of a topic from where it is asked for, partition by partition in order of offset. */
export async function* readTopic(
  source: TopicSource,
  reading: TopicReading,
): AsyncGenerator<LogRecord & { readonly partition: number }> {
  const { topic, partition: only, from, untilEnd, signal } = reading
  const isWanted = ({ partition }: Position): boolean => only === undefined || partition === only
  const ends = (await source.reader.ends(topic)).filter(isWanted)
  const begin = beginnings((await source.starts(topic)).filter(isWanted), ends, from)
  const isOpen = (end: Position): boolean =>
    end.offset > (begin.find(({ partition }) => partition === end.partition)?.offset ?? 0)
  const open = new Map(ends.filter(isOpen).map(({ partition, offset }) => [partition, offset]))
  if (begin.length === 0 || (untilEnd && open.size === 0)) return
  for await (const { partition, records, nextOffset } of source.reader.read(begin, signal)) {
    const end = untilEnd ? (open.get(partition) ?? 0) : Number.POSITIVE_INFINITY
    for (const record of records) if (record.offset < end) yield { ...record, partition }
    if (nextOffset >= end) open.delete(partition)
    if (untilEnd && open.size === 0) return
  }
}
