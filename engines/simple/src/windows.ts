import { divideHalfUp, type LateFor, METRICS, type MetricName, type OrderCreated } from '@order-up/contracts'
import { addToTotal, type Contribution, contributionsOf } from '@order-up/engine-core'
import TinyQueue from 'tinyqueue'
import type { ChangeLog } from './changes.ts'
import { KeySet } from './key-set.ts'
import { windowCodec } from './state-codecs.ts'
import type { StepBuilder } from './step-builder.ts'
import { Table } from './table.ts'

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

interface OpenWindow {
  readonly key: string
  readonly keyBytes: Buffer
  /** Event time at which the window closes: its end plus its lateness. */
  readonly closesAtMs: number
  readonly state: WindowState
  readonly customers: Set<string>
}

const startOf = (metric: MetricName, eventMs: number): number => {
  const { sizeMs } = METRICS[metric]
  return Math.floor(eventMs / sizeMs) * sizeMs
}

const endOf = (metric: MetricName, startMs: number): number => startMs + METRICS[metric].sizeMs

const closesAt = (metric: MetricName, startMs: number): number => endOf(metric, startMs) + METRICS[metric].latenessMs

const byClosing = (left: OpenWindow, right: OpenWindow): number =>
  left.closesAtMs - right.closesAtMs || left.keyBytes.compare(right.keyBytes)

const opened = (key: string, state: WindowState): OpenWindow => ({
  key,
  keyBytes: Buffer.from(key),
  closesAtMs: closesAt(state.metric, state.startMs),
  state,
  customers: new Set(),
})

const MEMBER = Buffer.from([1])

/** Tumbling windows of every metric over all partitions (M1 to M3). */
export class Windows {
  readonly #windows: Table<OpenWindow>
  readonly #members: KeySet
  #closing = new TinyQueue<OpenWindow>([], byClosing)
  #memberCount = 0

  constructor(log: ChangeLog) {
    this.#windows = new Table(log, 'w|', { encodeBody: (window) => windowCodec.encodeBody(window.state) })
    this.#members = new KeySet(log, 'm|')
  }

  load(windows: ReadonlyMap<string, Buffer>, members: readonly string[]): void {
    for (const [key, body] of windows) this.#windows.load(key, opened(key, windowCodec.decodeBody(body)))
    for (const member of members) {
      const bar = member.lastIndexOf('|')
      this.#windows.get(member.slice(0, bar))?.customers.add(member.slice(bar + 1))
    }
    this.#memberCount = members.length
    this.#closing = new TinyQueue([...this.#windows.values()], byClosing)
  }

  /** Open windows and the customers in them. */
  get pending(): number {
    return this.#windows.size + this.#memberCount
  }

  /**
   * Adds a placed order to every window that is open for its own partition, whose time is `maxTsMs`; returns the
   * contributions that came too late, in the order of the metric table (M2).
   */
  add(order: OrderCreated, eventMs: number, maxTsMs: number): readonly LateFor[] {
    const late: LateFor[] = []
    for (const contribution of contributionsOf(order)) {
      const { metric, dimension, amountMinor } = contribution
      const startMs = startOf(metric, eventMs)
      if (closesAt(metric, startMs) <= maxTsMs)
        late.push({ metric, dimension, window_start: startMs, amount: amountMinor })
      else this.#contribute(contribution, startMs, order)
    }
    return late
  }

  #contribute(contribution: Contribution, startMs: number, order: OrderCreated): void {
    const { metric, dimension, amountMinor } = contribution
    const key = `${metric}|${dimension}|${order.currency}|${startMs}`
    const window = this.#windows.get(key) ?? this.#open(key, { metric, dimension, startMs, currency: order.currency })
    const { state, customers } = window
    if (!customers.has(order.customer_id)) {
      customers.add(order.customer_id)
      this.#members.add(`${key}|${order.customer_id}`, MEMBER)
      this.#memberCount += 1
      state.uniqueCustomers += 1
    }
    state.orderCount += 1
    state.totalMinor = addToTotal(state.totalMinor, amountMinor, () => `window ${key}`)
    state.maxMinor = Math.max(state.maxMinor, amountMinor)
    this.#windows.touch(window.key, window)
  }

  #open(key: string, of: Pick<WindowState, 'metric' | 'dimension' | 'currency' | 'startMs'>): OpenWindow {
    const window = opened(key, { ...of, orderCount: 0, uniqueCustomers: 0, totalMinor: 0, maxMinor: 0 })
    this.#windows.insert(key, window)
    this.#closing.push(window)
    return window
  }

  /**
   * Closes what the time of all partitions, `minTsMs`, has passed, in the order of E4 (M3). False where the step filled
   * first; the same call goes on in the next step, also after a restart: a window's row goes with its last member.
   */
  settle(minTsMs: number, step: StepBuilder): boolean {
    for (;;) {
      const window = this.#closing.peek()
      if (window === undefined || window.closesAtMs > minTsMs) return true
      if (!this.#dropMembers(window, step) || step.isFull) return false
      this.#closing.pop()
      this.#windows.delete(window.key)
      this.#emit(window.state, step)
    }
  }

  #dropMembers({ key, customers }: OpenWindow, step: StepBuilder): boolean {
    for (const customer of customers) {
      if (step.isFull) return false
      customers.delete(customer)
      this.#members.delete(`${key}|${customer}`)
      this.#memberCount -= 1
    }
    return true
  }

  #emit(state: WindowState, step: StepBuilder): void {
    step.emitByKey('metrics', {
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
  }
}
