import type { Batch, LogRecord, Position, TopicPartition } from '../../src/log-port.ts'

/** A reading in progress, and all that it has given so far. */
export interface Reading {
  readonly batches: readonly Batch[]
  recordsOf(input: TopicPartition): readonly LogRecord[]
  /** Reads on until there are `count` records in all. */
  upToCount(count: number): Promise<void>
  /** Reads on until each input has reached its end. */
  upTo(ends: readonly Position[]): Promise<void>
  /** Resolves with true when there is no further batch. */
  ended(): Promise<boolean>
  /** Fires the signal and reads what is on its way. */
  stop(): Promise<void>
}

/** What every batch keeps to: it goes on where the last one of its input ended, in order of offset. */
const checkBatch = ({ records, nextOffset, endOffset }: Batch, position: number): void => {
  let from = position
  for (const { offset } of records) {
    expect(offset).toBeGreaterThanOrEqual(from)
    from = offset + 1
  }
  expect(nextOffset).toBeGreaterThanOrEqual(from)
  expect(endOffset).toBeGreaterThanOrEqual(nextOffset)
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** Begins to read. */
export const readBatches = (read: (signal: AbortSignal) => AsyncIterable<Batch>): Reading => {
  const stop = new AbortController()
  const iterator = read(stop.signal)[Symbol.asyncIterator]()
  const batches: Batch[] = []
  const positions = new Map<string, number>()
  let records = 0

  const pull = async (): Promise<boolean> => {
    const { done, value } = await iterator.next()
    if (done === true) return false
    checkBatch(value, positions.get(nameOf(value)) ?? 0)
    positions.set(nameOf(value), value.nextOffset)
    batches.push(value)
    records += value.records.length
    return true
  }
  const until = async (enough: () => boolean): Promise<void> => {
    while (!enough()) if (!(await pull())) throw new Error('the reading ended too early')
  }
  return {
    batches,
    recordsOf: (input) => batches.filter((batch) => nameOf(batch) === nameOf(input)).flatMap((batch) => batch.records),
    upToCount: (count) => until(() => records >= count),
    upTo: (ends) => until(() => ends.every((end) => (positions.get(nameOf(end)) ?? 0) >= end.offset)),
    ended: async () => !(await pull()),
    stop: async () => {
      stop.abort()
      while (await pull());
    },
  }
}
