import { METRIC_NAMES, type MetricName } from '@order-up/contracts'
import type { OpenWindow, WindowState } from './open-window.ts'
import { valueOrNew } from './value-or-new.ts'

type ByCurrency = Map<string, OpenWindow>
type ByDimension = Map<string, ByCurrency>
type ByStart = Map<number, ByDimension>

/** What tells one window from another (M1). */
export type WindowId = Pick<WindowState, 'metric' | 'dimension' | 'currency' | 'startMs'>

const newMap = <K, V>(): Map<K, V> => new Map()

/** The open windows. One is looked up for each contribution of each order, so no key is joined for it. */
export class WindowIndex {
  readonly #byMetric = new Map<MetricName, ByStart>(METRIC_NAMES.map((metric) => [metric, newMap()]))
  #size = 0

  get size(): number {
    return this.#size
  }

  get({ metric, startMs, dimension, currency }: WindowId): OpenWindow | undefined {
    return this.#startsOf(metric).get(startMs)?.get(dimension)?.get(currency)
  }

  /** Adds a window that is not there. */
  add(window: OpenWindow): void {
    const { metric, startMs, dimension, currency } = window.state
    const dimensions = valueOrNew<number, ByDimension>(this.#startsOf(metric), startMs, newMap)
    valueOrNew<string, ByCurrency>(dimensions, dimension, newMap).set(currency, window)
    this.#size += 1
  }

  /** Takes out a window that is there. */
  delete({ state: { metric, startMs, dimension, currency } }: OpenWindow): void {
    const starts = this.#startsOf(metric)
    const dimensions = starts.get(startMs) as ByDimension
    const currencies = dimensions.get(dimension) as ByCurrency
    currencies.delete(currency)
    if (currencies.size === 0) dimensions.delete(dimension)
    if (dimensions.size === 0) starts.delete(startMs)
    this.#size -= 1
  }

  #startsOf(metric: MetricName): ByStart {
    return this.#byMetric.get(metric) as ByStart
  }
}
