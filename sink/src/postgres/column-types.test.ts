import type { ColumnType } from '../plan/columns.ts'
import { BINARY, binaryArray } from './binary-array.ts'
import { arrayParameter, readValue } from './column-types.ts'

const LIST: ColumnType = {
  kind: 'list',
  fields: [
    { name: 'name', type: { kind: 'text' }, nullable: false },
    { name: 'at', type: { kind: 'instant' }, nullable: false },
    { name: 'amount', type: { kind: 'decimal', precision: 12 }, nullable: false },
  ],
}

test('T2 values that are no plain numbers travel as the text of a PostgreSQL array, money exactly', () => {
  const parameters = [
    arrayParameter({ kind: 'text' }, ['plain', '', 'NULL', null, 'a"b', 'a\\b', '{a,b}', ' ', 'ü🎁']),
    arrayParameter({ kind: 'decimal', precision: 15 }, [0, 5, 999_999_999_999_999, -1]),
    arrayParameter({ kind: 'bytes' }, [Buffer.from([0, 92, 255]), Buffer.alloc(0), null]),
    arrayParameter(LIST, [[{ name: 'a"b', at: 60_000, amount: 1_250 }], []]),
    arrayParameter({ kind: 'text' }, []),
  ]

  expect(parameters).toEqual([
    String.raw`{"plain","","NULL",NULL,"a\"b","a\\b","{a,b}"," ","ü🎁"}`,
    '{0.00,0.05,9999999999999.99,-0.01}',
    String.raw`{"\\x005cff","\\x",NULL}`,
    String.raw`{"[{\"name\":\"a\\\"b\",\"at\":\"1970-01-01T00:01:00.000Z\",\"amount\":\"12.50\"}]","[]"}`,
    '{}',
  ])
})

test('T1 an instant that PostgreSQL and we have no common date for is an infinity', () => {
  const instants = [0, -1, 253_402_300_799_999, -62_135_596_800_001, 8_640_000_000_000_001]

  expect(arrayParameter({ kind: 'instant' }, instants)).toEqual(
    binaryArray(BINARY.timestamptz, [0, -1, 253_402_300_799_999, -Infinity, Infinity]),
  )
})

test('what pg reads becomes the field again', () => {
  const fields = [
    readValue({ kind: 'long' }, '9007199254740991'),
    readValue({ kind: 'decimal', precision: 12 }, '-12.50'),
    readValue({ kind: 'instant' }, new Date(5)),
    readValue({ kind: 'text' }, null),
    readValue(LIST, [{ name: 'a', at: '1970-01-01T00:01:00.000Z', amount: '12.50' }]),
  ]

  expect(fields).toEqual([Number.MAX_SAFE_INTEGER, -1_250, 5, null, [{ name: 'a', at: 60_000, amount: 1_250 }]])
})
