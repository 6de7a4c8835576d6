import type { LogRecord } from '@order-up/contracts'
import { RecordStore } from './record-store.ts'

const record = (offset: number, bytes: number): LogRecord => ({
  offset,
  timestampMs: offset * 1_000,
  key: offset % 3 === 0 ? null : Buffer.from(`key-${offset}`),
  value: offset % 5 === 0 ? null : Buffer.alloc(bytes, offset),
})

/** Buffers as text: comparing millions of bytes one by one takes long. */
const shown = (records: readonly LogRecord[]): readonly unknown[] =>
  records.map(({ key, value, ...rest }) => ({ ...rest, key: key?.toString('hex'), value: value?.toString('base64') }))

test('E4 records come back as they went in, over chunks of bytes and larger than one', () => {
  const records = Array.from({ length: 40 }, (_, index) => record(2 * index, index === 7 ? 3_000_000 : 70_000))
  const store = new RecordStore()

  for (const each of records) store.append(each)

  expect(shown(store.slice(0, 100))).toEqual(shown(records))
  expect(shown(store.slice(6, 3))).toEqual(shown(records.slice(6, 9)))
  expect([store.length, store.offsetAt(39), store.offsetAt(40)]).toEqual([40, 78, undefined])
})

test('E4 what is dropped is gone, what stands behind it stays, and more can follow', () => {
  const records = Array.from({ length: 60 }, (_, index) => record(index, 100_000))
  const store = new RecordStore()
  for (const each of records) store.append(each)

  store.dropBefore(45)
  store.append(record(60, 10))

  expect(shown(store.slice(0, 100))).toEqual(shown([...records.slice(45), record(60, 10)]))
})

test('E4 what the writer does with its bytes afterwards does not reach the store', () => {
  const value = Buffer.from('as written')
  const store = new RecordStore()

  store.append({ offset: 0, timestampMs: 0, key: null, value })
  value.fill(0)

  expect(store.slice(0, 1)[0]?.value?.toString()).toBe('as written')
})
