import type { Batch } from '@order-up/contracts'
import type { Bell } from './bell.ts'
import type { ChooseInput } from './choose-input.ts'
import type { PartitionLog } from './partition-log.ts'

export interface Reading {
  readonly from: readonly { readonly log: PartitionLog; readonly offset: number }[]
  readonly signal: AbortSignal
  /** Asked before each batch, beside `signal`; what it throws ends the reading with that error. */
  readonly ended: () => boolean
  readonly isPaused: (log: PartitionLog) => boolean
  /** Rings when there may be more to read, and when `ended` or `isPaused` may have changed. */
  readonly changed: Bell
  readonly choose: ChooseInput
  readonly maxBatch: number
}

/** Batches of several partitions, in any interleaving; each is made when it is asked for, so nothing is read ahead. */
export async function* readInputs(reading: Reading): AsyncGenerator<Batch> {
  const { signal, ended, isPaused, changed, choose, maxBatch } = reading
  const cursors = reading.from.map(({ log, offset }) => ({ log, offset }))
  const isReady = (input: number): boolean =>
    cursors[input]!.offset < cursors[input]!.log.end && !isPaused(cursors[input]!.log)
  // At once, not when the generator is next asked: an append may wait for a reader that has gone and never asks again.
  const leave = (): void => {
    for (const cursor of cursors) cursor.log.leave(cursor)
    changed.ring()
  }
  signal.addEventListener('abort', leave)
  for (const cursor of cursors) cursor.log.join(cursor)
  try {
    while (!ended() && !signal.aborted) {
      const input = choose(cursors.length, isReady)
      if (input === undefined) {
        await changed.rung()
        continue
      }
      const cursor = cursors[input]!
      const batch = cursor.log.batch(cursor.offset, maxBatch)
      cursor.offset = batch.nextOffset
      changed.ring()
      yield batch
    }
  } finally {
    signal.removeEventListener('abort', leave)
    leave()
  }
}
