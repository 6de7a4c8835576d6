import type { LogRecord } from '@order-up/contracts'
import { type ShuffleRecord, shuffleCodec } from '../shuffle/shuffle-record.ts'
import { MergeSource, NOTHING_APPLIED } from './merge-source.ts'

const step = (seq: number, over: Partial<ShuffleRecord> = {}): ShuffleRecord => ({
  source: 1,
  seq,
  elements: [{ shuffle: 0, body: Buffer.from('a') }],
  maxTsMs: seq,
  position: seq,
  isComplete: false,
  ...over,
})

/** A source whose partition of the shuffle holds these steps. */
const sourceWith = (steps: readonly ShuffleRecord[], applied = NOTHING_APPLIED): MergeSource => {
  const source = new MergeSource(1, applied, 0)
  const records = steps.map(
    (each, offset): LogRecord => ({ offset, timestampMs: 0, key: null, value: shuffleCodec.encodeBody(each) }),
  )
  const end = records.length
  source.add({ topic: 'shuffle', partition: 1, records, nextOffset: end, endOffset: end })
  return source
}

test('E1 a step that is applied already is passed over', () => {
  const source = sourceWith([step(4), step(5), step(6)], { ...NOTHING_APPLIED, seq: 5 })

  expect(source.peek()?.seq).toBe(6)
})

test.each([
  ['a step that is missing', [step(1), step(3)]],
  ['a step of another source', [step(1), step(2, { source: 0 })]],
])('E1 %s ends the task with OU1312', (_, steps) => {
  const source = sourceWith(steps)
  source.peek()
  source.wholly()

  expect(() => source.peek()).toThrow(expect.objectContaining({ code: 'OU1312' }))
})

test('M3 the time of a step counts once all of its elements are applied', () => {
  const source = sourceWith([step(7)], { ...NOTHING_APPLIED, seq: 6, maxTsMs: 3 })
  source.peek()
  source.partly(0)
  const before = source.maxTsMs
  source.wholly()

  expect([before, source.maxTsMs]).toEqual([3, 7])
})

test('E1 the offset moves once all that a step has set off is done', () => {
  const source = sourceWith([step(1)])
  source.peek()
  source.wholly()
  const before = source.hasMoved
  source.settle()

  expect([before, source.hasMoved, source.takeOffset(), source.hasMoved]).toEqual([false, true, 1, false])
})

test('E5 offsets that hold nothing to read are passed, though a step before them waits', () => {
  const source = sourceWith([step(1)])
  source.add({ topic: 'shuffle', partition: 1, records: [], nextOffset: 2, endOffset: 2 })
  source.peek()
  source.wholly()
  source.settle()

  expect(source.takeOffset()).toBe(2)
})
