import type { LogRecord } from '../../src/log-port.ts'
import { refusalLetter } from './dead-letters.ts'
import { created, rawRecord } from './event-log.ts'

const LARGE_VALUE = Buffer.alloc(1_048_577)
const LARGE_KEY = Buffer.alloc(1_025, 'a')
const KEY = Buffer.from('o')

const letterOf = (fields: Partial<LogRecord>, code: 'TOO_LARGE' | 'NULL_VALUE') => {
  const record = { ...rawRecord(created(0)), key: KEY, value: Buffer.from('v'), ...fields }
  const letter = refusalLetter({ partition: 0, record, code, event: undefined })
  return [letter.original_key, letter.original_value, letter.attempted_order_id]
}

test('V1 of what is too large nothing is kept, the rest is', () => {
  expect([
    letterOf({ value: LARGE_VALUE }, 'TOO_LARGE'),
    letterOf({ key: LARGE_KEY }, 'TOO_LARGE'),
    letterOf({ key: LARGE_KEY, value: LARGE_VALUE }, 'TOO_LARGE'),
    letterOf({ key: null, value: LARGE_VALUE }, 'TOO_LARGE'),
  ]).toEqual([
    [KEY, null, 'o'],
    [null, Buffer.from('v'), null],
    [null, null, null],
    [null, null, null],
  ])
})

test('V1 a record without a value is kept whole, however large its key', () => {
  expect(letterOf({ key: LARGE_KEY, value: null }, 'NULL_VALUE')).toEqual([LARGE_KEY, null, null])
})

test('V1 a key that is no identifier names no order', () => {
  const keys = ['', '-a', 'a b', 'é', 'a'.repeat(65), 'a\n'].map((text) => Buffer.from(text))

  expect(keys.map((key) => letterOf({ key, value: null }, 'NULL_VALUE')[2])).toEqual(keys.map(() => null))
})
