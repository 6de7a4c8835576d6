import fc from 'fast-check'
import { divideHalfUp, formatMoney, parseMoney } from './money.ts'

const throwsOU1105 = (text: string): boolean => {
  try {
    parseMoney(text)
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'OU1105'
  }
}

test('T2 division rounds half up, exactly, up to the safe integers', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: 2_147_483_647 }), (numerator, denominator) => {
      const doubled = 2n * BigInt(denominator)
      const exact = (2n * BigInt(numerator) + BigInt(denominator)) / doubled
      expect(BigInt(divideHalfUp(numerator, denominator))).toBe(exact)
    }),
    { seed: 2, examples: [[Number.MAX_SAFE_INTEGER, 2]] },
  )
})

test('T2 halves go up, what is less goes down', () => {
  const quotients = [
    [0, 3],
    [1, 3],
    [2, 3],
    [1, 2],
    [5, 10],
    [4, 10],
    [149, 100],
    [150, 100],
    [250, 100],
  ].map(([numerator, denominator]) => divideHalfUp(numerator!, denominator!))

  expect(quotients).toEqual([0, 0, 1, 1, 1, 0, 1, 2, 3])
})

test('T2 money is written with two decimals', () => {
  const texts = [0, 1, 10, 99, 100, 12_345, -1, -100, Number.MAX_SAFE_INTEGER].map(formatMoney)

  expect(texts).toEqual(['0.00', '0.01', '0.10', '0.99', '1.00', '123.45', '-0.01', '-1.00', '90071992547409.91'])
})

test('T2 what is written as money is read as the same amount', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (minor) => {
      expect(parseMoney(formatMoney(minor))).toBe(minor)
    }),
    { seed: 2 },
  )
})

test('T2 minus nothing is nothing', () => {
  expect(Object.is(parseMoney('-0.00'), 0)).toBe(true)
})

test('T2 what is not written as money is refused with OU1105', () => {
  const texts = [
    '',
    '1',
    '1.5',
    '1.234',
    '.50',
    '+1.00',
    '1,00',
    ' 1.00',
    '1.00\n',
    '1e2.00',
    '0x1.00',
    '90071992547409.92',
    'NaN',
  ]

  expect(texts.filter((text) => !throwsOU1105(text))).toEqual([])
})
