import type { Batch } from '@order-up/contracts'
import { WaitingBatches } from './waiting-batches.ts'

const batch = (offsets: readonly number[], nextOffset: number): Batch => ({
  topic: 'raw',
  partition: 0,
  records: offsets.map((offset) => ({ offset, timestampMs: 0, key: null, value: null })),
  nextOffset,
  endOffset: nextOffset,
})

/** The offset to go on at, at first and behind each record. */
const offsetsOf = (waiting: WaitingBatches): readonly number[] => {
  const offsets = [waiting.nextOffset]
  while (waiting.first !== undefined) {
    waiting.shift()
    offsets.push(waiting.nextOffset)
  }
  return offsets
}

const filled = (start: number, ...batches: readonly Batch[]): WaitingBatches => {
  const waiting = new WaitingBatches(start)
  for (const each of batches) waiting.add(each)
  return waiting
}

test('what lies between records, as the marker of a transaction does, is passed with the record before it', () => {
  expect(offsetsOf(filled(0, batch([0, 1, 3], 4), batch([7], 9)))).toEqual([0, 1, 3, 7, 9])
})

test('what lies before the first record is passed as soon as that is read', () => {
  expect(offsetsOf(filled(0, batch([5], 6)))).toEqual([5, 6])
})

test('a batch without records is passed with whatever is before it', () => {
  expect(offsetsOf(filled(0, batch([], 2)))).toEqual([2])
  expect(offsetsOf(filled(0, batch([0], 1), batch([], 3)))).toEqual([0, 3])
  expect(offsetsOf(filled(0, batch([0], 1), batch([], 3), batch([4], 5)))).toEqual([0, 4, 5])
})

test('two batches are enough to wait for', () => {
  const waiting = filled(0, batch([0], 1), batch([1], 2))

  const before = waiting.isAhead
  waiting.shift()

  expect([before, waiting.isAhead]).toEqual([true, false])
})
