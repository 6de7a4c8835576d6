import { compileDecoder, FRAME_BYTES, ORDER_EVENT_SCHEMA, type Position, RAW_TOPIC } from '@order-up/contracts'
import type { KafkaLog } from '@order-up/log/kafka'

/** How the curated records stand to the raw ones, by source offset. */
export interface Comparison {
  /** Raw events of orders. */
  readonly events: number
  readonly lost: number
  readonly doubled: number
  /** Curated records of no such event. */
  readonly foreign: number
}

/** A raw record, by partition and offset. */
export const nameOf = (partition: number, offset: number): string => `${partition}/${offset}`

const isDone = (at: ReadonlyMap<number, number>, ends: readonly Position[]): boolean =>
  ends.every(({ partition, offset }) => (at.get(partition) ?? 0) >= offset)

/** Names of the raw records that are events of orders: all but heartbeats. */
export const orderEvents = async ({ reader }: KafkaLog): Promise<ReadonlySet<string>> => {
  const decode = compileDecoder(ORDER_EVENT_SCHEMA)
  const ends = await reader.ends(RAW_TOPIC)
  const at = new Map<number, number>()
  const names = new Set<string>()
  const from = ends.map((end) => ({ ...end, offset: 0 }))
  for await (const { partition, records, nextOffset } of reader.read(from, new AbortController().signal)) {
    for (const { offset, value } of records) {
      const event = value === null ? undefined : decode?.(value, FRAME_BYTES, value.length)
      if (event !== undefined && event.event_type !== 'HEARTBEAT') names.add(nameOf(partition, offset))
    }
    at.set(partition, nextOffset)
    if (isDone(at, ends)) break
  }
  return names
}

/** Holds the raw events against how often each has been seen as a curated record. */
export const compareWithRaw = (events: ReadonlySet<string>, seen: ReadonlyMap<string, number>): Comparison => ({
  events: events.size,
  lost: [...events].filter((name) => !seen.has(name)).length,
  doubled: [...seen.values()].filter((times) => times > 1).length,
  foreign: [...seen.keys()].filter((name) => !events.has(name)).length,
})
