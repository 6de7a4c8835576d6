import { decodeDecimal, encodeDecimal } from './decimal.ts'

const roundTrip = (minor: number): [string, number] => {
  const bytes = encodeDecimal(minor)
  return [bytes.toString('hex'), decodeDecimal(bytes, 0, bytes.length)]
}

test('T6 a decimal is written in the shortest two’s complement of at least one byte', () => {
  const values = [
    0,
    1,
    -1,
    127,
    128,
    -128,
    -129,
    255,
    256,
    32_767,
    32_768,
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ]

  expect(values.map(roundTrip)).toEqual([
    ['00', 0],
    ['01', 1],
    ['ff', -1],
    ['7f', 127],
    ['0080', 128],
    ['80', -128],
    ['ff7f', -129],
    ['00ff', 255],
    ['0100', 256],
    ['7fff', 32_767],
    ['008000', 32_768],
    ['1fffffffffffff', Number.MAX_SAFE_INTEGER],
    ['e0000000000001', Number.MIN_SAFE_INTEGER],
  ])
})

test('T2 a decimal of any length is read, one beyond the safe integers as infinity', () => {
  const read = (hex: string): number => decodeDecimal(Buffer.from(hex, 'hex'), 0, hex.length / 2)

  expect(
    ['', `${'0'.repeat(40)}03e8`, `${'f'.repeat(40)}ff38`, '7fffffffffffffff', '8000000000000000'].map(read),
  ).toEqual([0, 1_000, -200, Infinity, -Infinity])
})
