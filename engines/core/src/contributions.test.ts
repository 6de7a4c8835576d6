import type { OrderCreated, OrderItem } from '@order-up/contracts'
import { contributionsOf } from './contributions.ts'
import { tierOf } from './tier.ts'
import { addToTotal } from './total.ts'

const item = (category: string, quantity: number, unit_price: number): OrderItem => ({
  product_id: 'p',
  category,
  quantity,
  unit_price,
})
const order = (items: readonly OrderItem[]): OrderCreated => ({
  type: 'OrderCreated',
  customer_id: 'CUST-EU-1',
  currency: 'EUR',
  amount: 900,
  items_count: 1,
  items,
})

test('M1 an order counts once in each of its categories, with the sum of that category’s lines, by category bytes', () => {
  const items = [item('\u{1f600}', 1, 100), item('Books', 2, 150), item('\u{ff5e}', 1, 200), item('Books', 1, 300)]

  expect(contributionsOf(order(items))).toEqual([
    { metric: 'region_5m', dimension: 'eu', amountMinor: 900 },
    { metric: 'minute_1m', dimension: '', amountMinor: 900 },
    { metric: 'category_1h', dimension: 'Books', amountMinor: 600 },
    { metric: 'category_1h', dimension: '\u{ff5e}', amountMinor: 200 },
    { metric: 'category_1h', dimension: '\u{1f600}', amountMinor: 100 },
  ])
})

test('M1 an order without items is uncategorized', () => {
  expect(contributionsOf(order([])).at(-1)).toEqual({
    metric: 'category_1h',
    dimension: 'uncategorized',
    amountMinor: 900,
  })
})

test('C3 a customer is VIP from 10 orders or a total of 1,000.00 on', () => {
  expect([tierOf(9, 99_999), tierOf(10, 1), tierOf(1, 100_000)]).toEqual(['REGULAR', 'VIP', 'VIP'])
})

test('M1 a total beyond 15 digits is an error that names its owner', () => {
  const most = 999_999_999_999_999

  expect(addToTotal(most - 1, 1, () => '')).toBe(most)
  expect(() => addToTotal(most, 1, () => 'window w')).toThrow(
    expect.objectContaining({ code: 'OU1305', message: 'total is beyond 15 digits: window w' }),
  )
})
