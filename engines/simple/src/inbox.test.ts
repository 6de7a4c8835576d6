import type { Batch } from '@order-up/contracts'
import { ChangeLog } from './changes.ts'
import { Clock } from './clock.ts'
import { Inbox } from './inbox.ts'

const STOP = 3

/** Records at these offsets of the only partition, which goes on behind the stop. */
const batch = (offsets: readonly number[], nextOffset: number): Batch => ({
  topic: 'raw',
  partition: 0,
  records: offsets.map((offset) => ({ offset, timestampMs: 0, key: null, value: null })),
  nextOffset,
  endOffset: 10,
})

const MARKED: Readonly<Record<string, readonly Batch[]>> = {
  'in a batch': [batch([0, 1, 3], 4)],
  'behind a batch': [batch([0, 1], 2), batch([], 3)],
  'between batches': [batch([0, 1], 2), batch([], 3), batch([3], 4)],
}
test.each(Object.entries(MARKED))('E5 a bounded run ends before a stop that a marker stands at, %s', (_, batches) => {
  const clock = new Clock(new ChangeLog(), 1)
  const inbox = new Inbox({ clock, maxDriftMs: 0, positions: [0], endOffsets: [STOP], stopOffsets: [STOP] })
  for (const each of batches) inbox.add(each)

  const taken: number[] = []
  for (let record = inbox.peek(0); record !== undefined; record = inbox.peek(0)) {
    taken.push(record.offset)
    inbox.take(0)
  }

  expect({ taken, isDone: inbox.isDone, next: inbox.next() }).toEqual({ taken: [0, 1], isDone: true, next: undefined })
})
