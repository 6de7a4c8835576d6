import type { Batch } from '@order-up/contracts'
import { ChangelogCopy } from './changelog-copy.ts'
import {
  type ChangelogRecord,
  moved,
  NO_POSITION,
  nextClaim,
  type PositionRecord,
  positionRecord,
  stateRecord,
} from './changelog-record.ts'

const bytes = (text: string): Buffer => Buffer.from(text)
const batchOf = (records: readonly ChangelogRecord[], from = 0): Batch => ({
  topic: 'changelog',
  partition: 0,
  records: records.map((record, at) => ({ ...record, offset: from + at, timestampMs: 0 })),
  nextOffset: from + records.length + 1,
  endOffset: from + records.length + 1,
})
const state = (key: string, value: string | null): ChangelogRecord =>
  stateRecord({ key: bytes(key), value: value === null ? null : bytes(value) })
const takenFrom = (copy: ChangelogCopy): readonly string[] => {
  const taken: string[] = []
  copy.take((key, value) => taken.push(`${key}=${value}`))
  return taken
}
const POSITION: PositionRecord = {
  changelog: 'one',
  claim: 3,
  step: 7,
  positions: [{ topic: 'raw', partition: 1, offset: 42 }],
}

test('a copy holds each live key once, with its last value, and the last position', () => {
  const copy = new ChangelogCopy()

  copy.apply(batchOf([state('a', '1'), state('b', '1'), positionRecord({ ...POSITION, step: 6 })]))
  copy.apply(batchOf([state('a', '2'), state('b', null), state('c', ''), positionRecord(POSITION)], 4))

  expect([copy.position, copy.nextOffset, takenFrom(copy)]).toEqual([POSITION, 9, ['a=2', 'c=']])
})

test('a key of the state is any bytes, also those of the position or of a marker', () => {
  const keys = [bytes('p'), Buffer.alloc(4), Buffer.alloc(0), Buffer.from([255, 0, 128])]
  const copy = new ChangelogCopy()
  copy.apply(batchOf(keys.map((key) => stateRecord({ key, value: key }))))

  const taken: Buffer[] = []
  copy.take((key, value) => taken.push(key, value))

  expect(taken).toEqual(keys.flatMap((key) => [key, key]))
})

test('a state is handed over once', () => {
  const copy = new ChangelogCopy()
  takenFrom(copy)

  expect(() => takenFrom(copy)).toThrow('restored once')
})

test.each([
  ['a key of another kind', { key: bytes('x'), value: bytes('') }],
  ['no key', { key: null, value: bytes('') }],
  ['another text as position', { key: bytes('p'), value: bytes('{"claim":"1"}') }],
])('a changelog with %s is OU1306', (_, record) => {
  const batch = batchOf([record as ChangelogRecord])

  expect(() => new ChangelogCopy().apply(batch)).toThrow(expect.objectContaining({ code: 'OU1306' }))
})

test('a step moves the positions of its inputs alone', () => {
  const raw = (partition: number, offset: number) => ({ topic: 'raw', partition, offset })

  expect(moved([raw(0, 1), raw(1, 1)], [raw(1, 5), raw(2, 3)])).toEqual([raw(0, 1), raw(1, 5), raw(2, 3)])
})

test('the first claim names the changelog, and later ones keep the name', () => {
  const first = nextClaim(NO_POSITION, 'one')
  const second = nextClaim({ ...POSITION, changelog: first.changelog }, 'other')

  expect([first, second]).toEqual([
    { changelog: 'one', claim: 1, step: 0, positions: [] },
    { changelog: 'one', claim: 4, step: 0, positions: POSITION.positions },
  ])
})
