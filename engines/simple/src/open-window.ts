import { compareUtf8, divideHalfUp, METRICS, type MetricName, type OrderMetric } from '@order-up/contracts'
import type { StepChange, Tracked } from './changed-items.ts'
import { WindowMembers } from './window-members.ts'

/** What an open window has gathered (M1). Changed in place. */
export interface WindowState {
  readonly metric: MetricName
  readonly dimension: string
  readonly currency: string
  readonly startMs: number
  orderCount: number
  uniqueCustomers: number
  totalMinor: number
  maxMinor: number
}

/** A window that has not closed, with the customers seen in it. */
export interface OpenWindow extends Tracked {
  /** Key of its metric record, and what its keys in the changelog end in. */
  readonly key: string
  /** Event time at which the window closes: its end plus its lateness. */
  readonly closesAtMs: number
  readonly state: WindowState
  readonly members: WindowMembers
}

/** Start of the window of an instant (T3). */
export const startOf = (metric: MetricName, eventMs: number): number => {
  const { sizeMs } = METRICS[metric]
  return Math.floor(eventMs / sizeMs) * sizeMs
}

const endOf = (metric: MetricName, startMs: number): number => startMs + METRICS[metric].sizeMs

/** When a window closes (M2, M3). */
export const closesAt = (metric: MetricName, startMs: number): number =>
  endOf(metric, startMs) + METRICS[metric].latenessMs

/** The order in which windows close (E4). */
export const byClosing = (left: OpenWindow, right: OpenWindow): number =>
  left.closesAtMs - right.closesAtMs || compareUtf8(left.key, right.key)

/** A window with what it has gathered so far. */
export const openWindow = (state: WindowState): OpenWindow => ({
  key: `${state.metric}|${state.dimension}|${state.currency}|${state.startMs}`,
  closesAtMs: closesAt(state.metric, state.startMs),
  state,
  members: new WindowMembers(),
  stepChange: 'none' satisfies StepChange,
})

/** The one record that a window yields (M3). */
export const metricOf = ({ state }: OpenWindow): OrderMetric => ({
  metric: state.metric,
  dimension: state.dimension,
  currency: state.currency,
  window_start: state.startMs,
  window_end: endOf(state.metric, state.startMs),
  order_count: state.orderCount,
  unique_customers: state.uniqueCustomers,
  total_amount: state.totalMinor,
  avg_order_value: divideHalfUp(state.totalMinor, state.orderCount),
  max_order_value: state.maxMinor,
})
