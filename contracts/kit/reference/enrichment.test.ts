import { merchantOf, regionOf, taxOf, valueCategoryOf } from './enrichment.ts'

test('O5 a customer’s region is named right at the beginning, in upper case, between hyphens', () => {
  const customers = [
    'CUST-US-1',
    'CUST-AU-',
    'CUST-us-1',
    'CUST-US1',
    'XCUST-US-1',
    'cust-US-1',
    'CUST-FR-1',
    'CUST-US',
  ]

  expect(customers.map(regionOf)).toEqual(['us', 'au', 'ca', 'ca', 'ca', 'ca', 'ca', 'ca'])
})

test('O5 tax is rounded half up', () => {
  expect([taxOf(10, 'ca'), taxOf(9, 'ca'), taxOf(6, 'us'), taxOf(7, 'us'), taxOf(99_999_999, 'uk')]).toEqual([
    1, 0, 0, 1, 20_000_000,
  ])
})

test('O5 an order is medium from 50.00 to 500.00', () => {
  expect([4_999, 5_000, 50_000, 50_001].map(valueCategoryOf)).toEqual(['small', 'medium', 'medium', 'large'])
})

test('O5 a merchant has the region and three digits of the customer’s character codes', () => {
  expect(['CUST-US-001', 'CUST-EU-9', 'm'].map(merchantOf)).toEqual(['MERCH-US-022', 'MERCH-EU-020', 'MERCH-CA-009'])
})
