import { CURRENCIES } from './currencies.ts'

test('V6 the currencies are ISO 4217 codes, the common ones among them, obsolete ones not', () => {
  const codes = [...CURRENCIES]

  expect(codes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([])
  expect(
    ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'JPY', 'KWD', 'DEM', 'usd', ''].filter((code) => CURRENCIES.has(code)),
  ).toEqual(['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'JPY', 'KWD'])
})
