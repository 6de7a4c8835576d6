import type { CuratedOrder, CustomerActivity } from '@order-up/contracts'
import { CustomerDiary } from './customer-diary.ts'
import { OrderDiary } from './order-diary.ts'

const row = (order_id: string, status: CuratedOrder['status'], event_count: number, amount = 100): CuratedOrder =>
  ({ order_id, status, event_count, amount }) as CuratedOrder

test('orders of different kinds are picked: delivered, cancelled, out of order, changed', () => {
  const diary = new OrderDiary()
  const rows = [
    ...[row('plain', 'pending_payment', 1), row('plain', 'confirmed', 2)],
    ...[row('changed', 'pending_payment', 1), row('changed', 'pending_payment', 2, 200)],
    ...[row('held', 'confirmed', 2), row('held', 'shipped', 3)],
    ...[row('cancelled', 'pending_payment', 1), row('cancelled', 'cancelled', 2)],
    ...(['pending_payment', 'confirmed', 'shipped', 'delivered'] as const).map((status, at) =>
      row('whole', status, at + 1),
    ),
  ]

  for (const each of rows) diary.add(each)

  const picked = diary.pick(4).map((history) => history[0]!.order_id)
  expect(picked).toEqual(['whole', 'cancelled', 'held', 'changed'])
})

test('where no order has a history, any is shown', () => {
  const diary = new OrderDiary()
  diary.add(row('only', 'pending_payment', 1))

  expect(diary.pick(4).map((history) => history.map(({ order_id }) => order_id))).toEqual([['only']])
})

const customer = (customer_id: string, order_count: number, tier: CustomerActivity['tier']): CustomerActivity =>
  ({ customer_id, currency: 'USD', order_count, tier }) as CustomerActivity

test('C3 the customer who took the most orders to become VIP is picked, and none who began as one', () => {
  const diary = new CustomerDiary()
  const rows = [
    customer('rich', 1, 'VIP'),
    customer('rich', 2, 'VIP'),
    customer('quick', 1, 'REGULAR'),
    customer('quick', 2, 'VIP'),
    customer('loyal', 1, 'REGULAR'),
    customer('loyal', 2, 'REGULAR'),
    customer('loyal', 3, 'VIP'),
    customer('loyal', 4, 'VIP'),
  ]

  for (const each of rows) diary.add(each)

  const { before, after } = diary.pick()!
  expect([after.customer_id, before.order_count, after.order_count]).toEqual(['loyal', 2, 3])
})
