import { customerRowsOf } from './customers.ts'
import { created, eventLog, heartbeat, type LogEvent, resultsOf } from './event-log.ts'
import type { Creation } from './orders.ts'
import { runReference } from './reference.ts'

const orderAt = (event_ts: number, order_id: string, partition = 0): LogEvent =>
  created(event_ts, {}, { order_id, partition })

const customersOf = (
  events: readonly LogEvent[],
  options: { partitions?: number; flush?: boolean } = { flush: true },
) =>
  runReference(eventLog(events, options))
    .outputs.customers.flat()
    .map(({ value }) => value)
const countedOf = (events: readonly LogEvent[], options: { partitions?: number; flush?: boolean }) =>
  customersOf(events, options).map(({ order_id }) => order_id)

test('C1 an order is taken back in time by 5,000 ms at most', () => {
  const log = [heartbeat(10_000), orderAt(4_999, 'a'), orderAt(5_000, 'b'), orderAt(5_001, 'c'), orderAt(12_000, 'd')]

  expect(customersOf(log).map(({ order_id, effective_ts }) => [order_id, effective_ts])).toEqual([
    ['a', 5_000],
    ['b', 5_000],
    ['c', 5_001],
    ['d', 12_000],
  ])
})

test('C2 orders are counted by effective time, then partition, then offset', () => {
  const log = [orderAt(1_000, 'p1', 1), orderAt(1_000, 'p0'), orderAt(999, 'older', 1), orderAt(1_000, 'p0-next')]

  const rows = customersOf(log, { partitions: 2, flush: true })

  expect(rows.map(({ order_id, order_count }) => [order_id, order_count])).toEqual([
    ['older', 1],
    ['p0', 2],
    ['p0-next', 3],
    ['p1', 4],
  ])
})

test('E4 rows of different customers come in the order of C2 too', () => {
  const log = ['a', 'b', 'a'].map((customer_id, at) => created(0, { customer_id }, { order_id: `o${at}` }))

  expect(countedOf(log, { flush: true })).toEqual(['o0', 'o1', 'o2'])
})

test('C2 an order counts once every partition is more than 5,000 ms beyond it', () => {
  const slowestAt = (maxTs: number) =>
    countedOf([orderAt(0, 'o'), heartbeat(60_000), heartbeat(maxTs, 1)], { partitions: 2 })

  expect([slowestAt(5_000), slowestAt(5_001)]).toEqual([[], ['o']])
})

test('C3 the tenth order makes a VIP, and so does a total of 1,000.00', () => {
  const ten = Array.from({ length: 10 }, (_, n) =>
    created(n, { customer_id: 'frequent', amount: 1 }, { order_id: `f${n}` }),
  )
  const large = [99_999, 1].map((amount, n) => created(n, { customer_id: 'large', amount }, { order_id: `l${n}` }))
  const euros = [99_999, 1].map((amount, n) =>
    created(n, { customer_id: 'both', amount, currency: n === 0 ? 'USD' : 'EUR' }, { order_id: `b${n}` }),
  )

  const tiersOf = (events: readonly LogEvent[]) => customersOf(events).map(({ tier }) => tier)

  expect([tiersOf(ten), tiersOf(large), tiersOf(euros)]).toEqual([
    [...Array(9).fill('REGULAR'), 'VIP'],
    ['REGULAR', 'VIP'],
    ['REGULAR', 'REGULAR'],
  ])
})

test('C3 a total beyond 15 digits is an error once it is counted', () => {
  const [creation] = resultsOf([created(0)]).creations
  const huge = { ...creation, created: { ...creation?.created, amount: 999_999_999_999_999 } } as Creation
  const orders = [huge, creation as Creation]

  expect(customerRowsOf(orders, 5_000)).toEqual([])
  expect(() => customerRowsOf(orders, 5_001)).toThrow(expect.objectContaining({ code: 'OU1305' }))
})

test('C4 a gap of 1,800,000 ms keeps the session, one more ends it', () => {
  const log = [orderAt(0, 'a'), orderAt(1_800_000, 'b'), orderAt(3_600_001, 'c'), orderAt(3_600_002, 'd')]

  expect(customersOf(log).map(({ session_start, session_orders }) => [session_start, session_orders])).toEqual([
    [0, 1],
    [0, 2],
    [3_600_001, 1],
    [3_600_001, 2],
  ])
})

test('C5 each counted order yields its own row, with its amount as placed', () => {
  const [row] = customersOf([created(7_000, { amount: 1_234 }), heartbeat(9_000)])

  expect(row).toEqual({
    customer_id: 'CUST-US-1',
    currency: 'USD',
    order_id: 'o',
    order_count: 1,
    total_amount: 1_234,
    tier: 'REGULAR',
    session_start: 7_000,
    session_orders: 1,
    effective_ts: 7_000,
    event_ts: 7_000,
    source_timestamp: 7_000,
    source_partition: 0,
    source_offset: 0,
  })
})
