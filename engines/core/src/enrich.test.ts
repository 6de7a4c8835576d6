import { merchantOf, regionOf, taxOf, valueCategoryOf } from './enrich.ts'

test('O5 the region is the one that the customer id begins with, else ca', () => {
  const ids = [
    'CUST-US-1',
    'CUST-EU-',
    'CUST-UK-x',
    'CUST-AU-1',
    'CUST-CA-1',
    'CUST-DE-1',
    'CUST-us-1',
    'CUST-US1',
    '1',
  ]

  expect(ids.map(regionOf)).toEqual(['us', 'eu', 'uk', 'au', 'ca', 'ca', 'ca', 'ca', 'ca'])
})

test('O5 tax is rounded half up', () => {
  expect([
    taxOf(1_050, 'us'),
    taxOf(50, 'eu'),
    taxOf(1, 'uk'),
    taxOf(10, 'ca'),
    taxOf(9, 'ca'),
    taxOf(5, 'au'),
  ]).toEqual([84, 10, 0, 1, 0, 1])
})

test('O5 an order is small below 50.00, medium to 500.00 inclusive, large beyond', () => {
  expect([4_999, 5_000, 50_000, 50_001].map(valueCategoryOf)).toEqual(['small', 'medium', 'medium', 'large'])
})

test('O5 the merchant number is the sum of the customer id’s character codes modulo 100', () => {
  expect([merchantOf('CUST-US-001', 'us'), merchantOf('d', 'ca')]).toEqual(['MERCH-US-022', 'MERCH-CA-000'])
})
