import { halfUp, totalOf } from './money.ts'

test('T2 division rounds half up, exactly, up to the greatest total', () => {
  const quotients = [
    halfUp(0, 100),
    halfUp(49, 100),
    halfUp(50, 100),
    halfUp(149, 100),
    halfUp(150, 100),
    halfUp(1, 3),
    halfUp(2, 3),
    halfUp(999_999_999_999_999, 2),
    halfUp(999_999_999_999_997, 999_999_999_999_999),
  ]

  expect(quotients).toEqual([0, 0, 1, 1, 2, 0, 1, 500_000_000_000_000, 1])
})

test('M1 a total of 15 digits is one, beyond that it is an error', () => {
  expect(totalOf([999_999_999_999_998, 1], 'w')).toBe(999_999_999_999_999)
  expect(() => totalOf([999_999_999_999_999, 1], 'w')).toThrow(expect.objectContaining({ code: 'OU1305' }))
})
