import { created, eventLog, heartbeat, item, type LogEvent, resultsOf } from './event-log.ts'
import { metricRowsOf } from './metrics.ts'
import type { Creation } from './orders.ts'
import { runReference } from './reference.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const metricsOf = (events: readonly LogEvent[], options: { partitions?: number; flush?: boolean } = {}) =>
  runReference(eventLog(events, options))
    .outputs.metrics.flat()
    .map(({ value }) => value)
const minutesOf = (events: readonly LogEvent[], options: { partitions?: number; flush?: boolean } = {}) =>
  metricsOf(events, options)
    .filter(({ metric }) => metric === 'minute_1m')
    .map(({ window_start, order_count }) => [window_start, order_count])
const lateOf = (events: readonly LogEvent[]) =>
  runReference(eventLog(events))
    .outputs.late.flat()
    .map(({ value }) => value)

test('M1 the average is rounded half up, customers are distinct, the maximum is one amount', () => {
  const order = (order_id: string, customer_id: string, amount: number) =>
    created(0, { customer_id, amount }, { order_id })

  const rows = metricsOf([order('a', 'c1', 1), order('b', 'c2', 2), order('c', 'c1', 1), order('d', 'c1', 2)], {
    flush: true,
  })

  expect(rows.find(({ metric }) => metric === 'minute_1m')).toEqual({
    metric: 'minute_1m',
    dimension: '',
    currency: 'USD',
    window_start: 0,
    window_end: MINUTE,
    order_count: 4,
    unique_customers: 2,
    total_amount: 6,
    avg_order_value: 2,
    max_order_value: 2,
  })
})

test('M1 an order that comes back after it was forgotten is counted as another order', () => {
  const later = 2_592_000_001

  const windows = minutesOf([created(0), heartbeat(later), created(later)], { flush: true })

  expect(windows).toEqual([
    [0, 1],
    [Math.floor(later / MINUTE) * MINUTE, 1],
  ])
})

test('M1 a total beyond 15 digits is an error, of a window that is still open as well', () => {
  const [creation] = resultsOf([created(0)]).creations
  const huge = { ...creation, created: { ...creation?.created, amount: 999_999_999_999_999 } } as Creation

  expect(metricRowsOf([huge], -Infinity)).toEqual([])
  expect(() => metricRowsOf([huge, creation as Creation], -Infinity)).toThrow(
    expect.objectContaining({ code: 'OU1305' }),
  )
})

test('M2 an order is late once its own partition has reached the closing time, not 1 ms before', () => {
  const closing = MINUTE + 30_000
  const after = (maxTs: number) => lateOf([heartbeat(maxTs), created(MINUTE - 1)])

  expect({ before: after(closing - 1), at: after(closing) }).toMatchObject({
    before: [],
    at: [
      { partition_max_ts: closing, late_for: [{ metric: 'minute_1m', dimension: '', window_start: 0, amount: 1_000 }] },
    ],
  })
})

test('M2 every contribution refused is named, by metric table order, then dimension bytes', () => {
  const categories = ['é', '\u{1f600}', '\uff5e', 'Z', 'a', 'Z']
  const items = categories.map((category) => item(1, category, 100))

  const [late] = lateOf([heartbeat(2 * HOUR), created(0, { amount: 600, items_count: 6, items })])

  expect(late?.late_for.map(({ metric, dimension, amount }) => [metric, dimension, amount])).toEqual([
    ['region_5m', 'us', 600],
    ['minute_1m', '', 600],
    ['category_1h', 'Z', 200],
    ['category_1h', 'a', 100],
    ['category_1h', 'é', 100],
    ['category_1h', '\uff5e', 100],
    ['category_1h', '\u{1f600}', 100],
  ])
})

test('M3 a window closes when the slowest partition has reached its closing time', () => {
  const closing = MINUTE + 30_000
  const slowestAt = (maxTs: number) => minutesOf([created(0), heartbeat(HOUR), heartbeat(maxTs, 1)], { partitions: 2 })

  expect([slowestAt(closing - 1), slowestAt(closing)]).toEqual([[], [[0, 1]]])
})

test('M3 a partition without a valid record holds every window open, a flush closes it', () => {
  const log = [created(0), heartbeat(HOUR)]

  expect([minutesOf(log, { partitions: 2 }), minutesOf(log, { partitions: 2, flush: true })]).toEqual([[], [[0, 1]]])
})

test('T3 an instant at a window’s end lies in the next window', () => {
  const log = [created(MINUTE - 1, {}, { order_id: 'a' }), created(MINUTE, {}, { order_id: 'b' })]

  expect(minutesOf(log, { flush: true })).toEqual([
    [0, 1],
    [MINUTE, 1],
  ])
})

test('E4 windows that close together come in the order of their key’s bytes', () => {
  const categories = ['é', '\u{1f600}', '\uff5e', 'Z', 'a']
  const items = categories.map((category) => item(1, category, 100))

  const rows = metricsOf([created(0, { amount: 500, items_count: 5, items })], { flush: true })

  expect(rows.map(({ metric, dimension }) => `${metric} ${dimension}`)).toEqual([
    'minute_1m ',
    'region_5m us',
    ...['Z', 'a', 'é', '\uff5e', '\u{1f600}'].map((category) => `category_1h ${category}`),
  ])
})
