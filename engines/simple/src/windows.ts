import type { LateFor, OrderCreated, StateChange } from '@order-up/contracts'
import { addToTotal, contributionsOf } from '@order-up/engine-core'
import TinyQueue from 'tinyqueue'
import { ChangedItems } from './changed-items.ts'
import type { ChangeLog, Changing } from './changes.ts'
import { byClosing, closesAt, metricOf, type OpenWindow, openWindow, startOf } from './open-window.ts'
import { windowCodec } from './state-codecs.ts'
import { STATE_KEYS, stateChange } from './state-keys.ts'
import type { StepBuilder } from './step-builder.ts'
import { type WindowId, WindowIndex } from './window-index.ts'

const MEMBER = Buffer.from([1])

/** Tumbling windows of every metric over all partitions (M1 to M3). */
export class Windows implements Changing {
  readonly #log: ChangeLog
  readonly #windows = new WindowIndex()
  readonly #changes: ChangedItems<OpenWindow>
  /** Windows with new customers. */
  #joined: OpenWindow[] = []
  /** Customers that are gone with their windows. */
  #left: StateChange[] = []
  #closing = new TinyQueue<OpenWindow>([], byClosing)
  #memberCount = 0

  constructor(log: ChangeLog) {
    this.#log = log
    this.#changes = new ChangedItems(log, {
      keyOf: ({ key }) => STATE_KEYS.w(key),
      encodeBody: ({ state }) => windowCodec.encodeBody(state),
    })
    log.register(this)
  }

  load(windows: ReadonlyMap<string, Buffer>, members: readonly string[]): void {
    const byKey = new Map<string, OpenWindow>()
    for (const [key, body] of windows) byKey.set(key, openWindow(windowCodec.decodeBody(body)))
    for (const window of byKey.values()) this.#windows.add(window)
    for (const member of members) {
      const bar = member.lastIndexOf('|')
      byKey.get(member.slice(0, bar))?.members.load(member.slice(bar + 1))
    }
    this.#memberCount = members.length
    this.#closing = new TinyQueue([...byKey.values()], byClosing)
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
    const { currency } = order
    const late: LateFor[] = []
    for (const { metric, dimension, amountMinor } of contributionsOf(order)) {
      const startMs = startOf(metric, eventMs)
      if (closesAt(metric, startMs) <= maxTsMs)
        late.push({ metric, dimension, window_start: startMs, amount: amountMinor })
      else this.#contribute({ metric, dimension, currency, startMs }, order.customer_id, amountMinor)
    }
    return late
  }

  #contribute(id: WindowId, customerId: string, amountMinor: number): void {
    const window = this.#windows.get(id) ?? this.#open(id)
    const { state } = window
    if (window.members.add(customerId)) {
      if (window.members.unwritten === 1) this.#joined.push(window)
      this.#memberCount += 1
      this.#log.count += 1
      state.uniqueCustomers += 1
    }
    state.orderCount += 1
    state.totalMinor = addToTotal(state.totalMinor, amountMinor, () => `window ${window.key}`)
    state.maxMinor = Math.max(state.maxMinor, amountMinor)
    this.#changes.touch(window)
  }

  #open(id: WindowId): OpenWindow {
    const window = openWindow({ ...id, orderCount: 0, uniqueCustomers: 0, totalMinor: 0, maxMinor: 0 })
    this.#windows.add(window)
    this.#changes.add(window)
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
      this.#windows.delete(window)
      this.#changes.drop(window)
      step.emitByKey('metrics', metricOf(window))
    }
  }

  #dropMembers({ key, members }: OpenWindow, step: StepBuilder): boolean {
    while (members.size > 0) {
      if (step.isFull) return false
      const { customerId, isWritten } = members.pop()
      if (isWritten) this.#left.push(stateChange(STATE_KEYS.m(key, customerId), null))
      this.#log.count += isWritten ? 1 : -1
      this.#memberCount -= 1
    }
    return true
  }

  drain(into: StateChange[]): void {
    for (const { key, members } of this.#joined)
      for (const customerId of members.takeUnwritten()) into.push(stateChange(STATE_KEYS.m(key, customerId), MEMBER))
    for (const change of this.#left) into.push(change)
    this.#joined = []
    this.#left = []
  }
}
