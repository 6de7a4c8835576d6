import type { CuratedOrder, CustomerActivity } from '@order-up/contracts'
import { CustomerDiary } from './customer-diary.ts'
import { OrderDiary } from './order-diary.ts'

const row = (order_id: string, status: CuratedOrder['status'], event_count: number, amount = 100): CuratedOrder =>
  ({
    order_id,
    status,
    event_count,
    amount,
    source_timestamp: 0,
    source_partition: 0,
    source_offset: 0,
  }) as CuratedOrder

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
  ({ customer_id, currency: 'USD', order_count, tier, effective_ts: order_count }) as CustomerActivity

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

  for (const each of rows) diary.add(each, 0)

  const { before, after } = diary.pick()!
  expect([after.customer_id, before.order_count, after.order_count]).toEqual(['loyal', 2, 3])
})

/** `count` orders of a partition, and when each came; its customer becomes VIP with the second order. */
const ofPartition = (partition: number, count: number) =>
  Array.from({ length: count }, (_, n) => {
    const source = { source_timestamp: n * 2 - partition, source_partition: partition, source_offset: n }
    return { ...row(`p${partition}-${n}`, 'pending_payment', 1), ...source, partition, at: n }
  })

test('what is picked hangs on the partitions, not on how they were read side by side', () => {
  const [left, right] = [ofPartition(0, 300), ofPartition(1, 300)]
  const picks = [[...left, ...right], [...right, ...left], left.flatMap((each, at) => [each, right[at]!])].map(
    (rows) => {
      const [orders, customers] = [new OrderDiary(), new CustomerDiary()]
      for (const { at, partition, ...each } of rows) {
        orders.add(each)
        const id = `c${partition}-${at}`
        for (const [order_count, tier] of [
          [1, 'REGULAR'],
          [2, 'VIP'],
        ] as const)
          customers.add({ ...customer(id, order_count, tier), effective_ts: each.source_timestamp }, partition)
      }
      return [orders.pick(4).map(([first]) => first!.order_id), customers.pick()!.after.customer_id]
    },
  )

  const earliest = [['p1-0', 'p0-0', 'p1-1', 'p0-1'], 'c1-0']
  expect(picks).toEqual([earliest, earliest, earliest])
})
