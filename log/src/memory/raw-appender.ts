import { OrderUpError, partitionOf, type RawAppend, type RawWriter } from '@order-up/contracts'
import type { Bell } from './bell.ts'
import type { PartitionLog } from './partition-log.ts'

export interface RawAppending {
  readonly raw: readonly PartitionLog[]
  /** Unread records from which on an append waits. */
  readonly maxUnread: number
  /** Rung by readers as they move on, and here when there is more to read. */
  readonly changed: Bell
}

/** The partition that a raw record goes to: the one it names, else the one its key chooses. */
const destinationOf = (raw: readonly PartitionLog[], { key, partition }: RawAppend): PartitionLog => {
  if (partition === undefined && key === null) {
    throw new OrderUpError('OU7001', { detail: 'a raw record has neither key nor partition' })
  }
  const number = partition ?? partitionOf(key!, raw.length)
  const found = raw[number]
  if (found === undefined) throw new OrderUpError('OU7001', { detail: `the raw topic has no partition ${number}` })
  return found
}

/** Appends to the raw topic, in the order of the calls, each as a whole once there is room. */
export const rawAppender = ({ raw, maxUnread, changed }: RawAppending): RawWriter['append'] => {
  const queue: (readonly RawAppend[])[] = []
  const isFull = (): boolean => raw.reduce((sum, { unread }) => sum + unread, 0) >= maxUnread

  return async (records, signal) => {
    const destinations = records.map((record) => destinationOf(raw, record))
    const wake = (): void => changed.ring()
    signal?.addEventListener('abort', wake)
    queue.push(records)
    try {
      while (signal?.aborted !== true && (queue[0] !== records || isFull())) await changed.rung()
      signal?.throwIfAborted()
      for (let index = 0; index < records.length; index++) destinations[index]!.append(records[index]!)
    } finally {
      queue.splice(queue.indexOf(records), 1)
      signal?.removeEventListener('abort', wake)
      changed.ring()
    }
  }
}
