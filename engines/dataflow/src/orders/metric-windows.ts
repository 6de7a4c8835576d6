import { divideHalfUp, METRIC_NAMES, METRICS, type MetricName, type OrderMetric } from '@order-up/contracts'
import { addToTotal, recordCodec, type StateCodec } from '@order-up/engine-core'
import type { WindowSpec } from '../operators/tumbling-window.ts'

/** What tells one window from another (M1). */
interface WindowId {
  readonly metric: MetricName
  readonly dimension: string
  readonly currency: string
  readonly startMs: number
}

/** What one placed order adds to one window. */
export interface Contribution extends WindowId {
  readonly customerId: string
  readonly amountMinor: number
}

/** What an open window has gathered (M1). Changed in place. */
interface WindowRow extends WindowId {
  orderCount: number
  uniqueCustomers: number
  totalMinor: number
  maxMinor: number
}

/** Start of the window of an instant (T3). */
export const windowStartMs = (metric: MetricName, eventMs: number): number => {
  const { sizeMs } = METRICS[metric]
  return Math.floor(eventMs / sizeMs) * sizeMs
}

const windowEndMs = (metric: MetricName, startMs: number): number => startMs + METRICS[metric].sizeMs

/** Event time at which a window closes (M2, M3). */
export const closesAtMs = (metric: MetricName, startMs: number): number =>
  windowEndMs(metric, startMs) + METRICS[metric].latenessMs

const METRIC = { type: 'enum', name: 'Metric', symbols: METRIC_NAMES }
const ID_FIELDS = [
  ['metric', METRIC],
  ['dimension', 'string'],
  ['currency', 'string'],
  ['startMs', 'long'],
] as const

/** A window's key: that of its record, by which it finds its merge task and its place in E4. */
const windowKey = ({ metric, dimension, currency, startMs }: WindowId): string =>
  `${metric}|${dimension}|${currency}|${startMs}`

/** How contributions travel to the merge task that owns their window. */
export const byWindow = {
  keyOf: windowKey,
  codec: recordCodec<Contribution>('Contribution', [
    ...ID_FIELDS,
    ['customerId', 'string'],
    ['amountMinor', 'long'],
  ]) satisfies StateCodec<Contribution>,
}

const openWindow = ({ metric, dimension, currency, startMs }: Contribution): WindowRow => ({
  metric,
  dimension,
  currency,
  startMs,
  orderCount: 0,
  uniqueCustomers: 0,
  totalMinor: 0,
  maxMinor: 0,
})

const contribute = (row: WindowRow, { amountMinor }: Contribution, isNewCustomer: boolean): void => {
  row.orderCount += 1
  if (isNewCustomer) row.uniqueCustomers += 1
  row.totalMinor = addToTotal(row.totalMinor, amountMinor, () => `window ${windowKey(row)}`)
  row.maxMinor = Math.max(row.maxMinor, amountMinor)
}

/** The one record that a window yields (M3). */
const metricOf = (row: WindowRow): OrderMetric => ({
  metric: row.metric,
  dimension: row.dimension,
  currency: row.currency,
  window_start: row.startMs,
  window_end: windowEndMs(row.metric, row.startMs),
  order_count: row.orderCount,
  unique_customers: row.uniqueCustomers,
  total_amount: row.totalMinor,
  avg_order_value: divideHalfUp(row.totalMinor, row.orderCount),
  max_order_value: row.maxMinor,
})

/** The windows of every metric in the metric table (M1 to M3). */
export const metricWindows: WindowSpec<Contribution, WindowRow, OrderMetric> = {
  codec: recordCodec<WindowRow>('Window', [
    ...ID_FIELDS,
    ['orderCount', 'long'],
    ['uniqueCustomers', 'long'],
    ['totalMinor', 'long'],
    ['maxMinor', 'long'],
  ]),
  keyedBy: 'metric, dimension, currency, window start',
  keyOf: windowKey,
  closesAtMs: ({ metric, startMs }) => closesAtMs(metric, startMs),
  memberOf: ({ customerId }) => customerId,
  open: openWindow,
  add: contribute,
  close: metricOf,
}
