import { BINARY, binaryArray } from './binary-array.ts'

/** Words of four bytes, as people read them. */
const words = (array: Buffer): readonly number[] =>
  Array.from({ length: array.length / 4 }, (_, at) => array.readInt32BE(4 * at))

test('an array of integers and nulls stands as array_recv wants it', () => {
  expect(words(binaryArray(BINARY.integer, [7, null, -1]))).toEqual([1, 1, 23, 3, 1, 4, 7, -1, 4, -1])
})

test('T2 a bigint holds every safe integer exactly, of either sign', () => {
  const values = [
    0,
    1,
    -1,
    2 ** 32,
    -(2 ** 32),
    2 ** 31,
    -(2 ** 31) - 1,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ]

  const array = binaryArray(BINARY.bigint, values)

  expect(values.map((_, index) => Number(array.readBigInt64BE(24 + 12 * index)))).toEqual(values)
})

test('T1 an instant is exact to the microsecond on both sides of 2000; beyond the calendar it is an infinity', () => {
  const instants = [946_684_800_000, 946_684_799_999, 253_402_300_799_999, -62_135_596_800_000, 0]
  const micros = instants.map((ms) => (BigInt(ms) - 946_684_800_000n) * 1_000n)

  const array = binaryArray(BINARY.timestamptz, [...instants, Infinity, -Infinity])

  const written = Array.from({ length: 7 }, (_, index) => array.readBigInt64BE(24 + 12 * index))
  expect(written).toEqual([...micros, 2n ** 63n - 1n, -(2n ** 63n)])
})

test('an empty array has no elements', () => {
  expect(words(binaryArray(BINARY.integer, []))).toEqual([1, 1, 23, 0, 1])
})
