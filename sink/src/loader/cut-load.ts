import type { LoadRecord, LoadSpan, LogRecord } from '@order-up/contracts'

/** How much goes into one load. */
export interface LoadSize {
  readonly maxRecords: number
  /** Bytes of keys and values; one record may be larger. */
  readonly maxBytes: number
}

/** Records of one partition that have been read; they are all that it holds from `fromOffset` on and before `nextOffset`. */
export interface Chunk extends LoadSpan {
  readonly records: readonly LogRecord[]
}

export const bytesOf = ({ key, value }: LogRecord): number => (key?.length ?? 0) + (value?.length ?? 0)

/** How many records of a chunk fit into what is left of a load; one always fits into an empty load. */
const fitting = ({ records }: Chunk, left: LoadSize, isEmpty: boolean): number => {
  let bytes = 0
  let count = 0
  for (const record of records) {
    bytes += bytesOf(record)
    if (count === left.maxRecords || (bytes > left.maxBytes && !(isEmpty && count === 0))) break
    count += 1
  }
  return count
}

/** A chunk in two, the first with `count` of its records; the second undefined where nothing is left. */
const split = (chunk: Chunk, count: number): readonly [Chunk, Chunk | undefined] => {
  if (count === chunk.records.length) return [chunk, undefined]
  const records = chunk.records.slice(0, count)
  const reached = records.at(-1)!.offset + 1
  return [
    { ...chunk, records, nextOffset: reached },
    { ...chunk, records: chunk.records.slice(count), fromOffset: reached },
  ]
}

/** Takes one load's worth off the front of `chunks`, which are of one topic and in order within each partition. */
export const cutLoad = (chunks: Chunk[], size: LoadSize) => {
  const records: LoadRecord[] = []
  const spans = new Map<number, LoadSpan>()
  let { maxRecords, maxBytes } = size
  for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) {
    const count = fitting(chunk, { maxRecords, maxBytes }, records.length === 0)
    const isFull = count === 0 && chunk.records.length > 0
    const [head, rest] = isFull ? [undefined, chunk] : split(chunk, count)
    if (head !== undefined) {
      const { partition, nextOffset } = head
      for (const record of head.records) records.push({ ...record, partition })
      spans.set(partition, { partition, fromOffset: spans.get(partition)?.fromOffset ?? head.fromOffset, nextOffset })
      maxRecords -= count
      maxBytes -= head.records.reduce((bytes, record) => bytes + bytesOf(record), 0)
    }
    if (rest !== undefined) {
      chunks.unshift(rest)
      break
    }
  }
  return { records, spans: [...spans.values()] }
}
