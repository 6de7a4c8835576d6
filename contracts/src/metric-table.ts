/** By what a metric tells its windows apart, beside the currency (M1). */
export type MetricDimension = 'region' | 'none' | 'category'

/** One window metric: a tumbling window over event time and how long it stays open for stragglers. */
export interface MetricDefinition {
  readonly dimension: MetricDimension
  /** Window size in ms; windows start at multiples of it (T3). */
  readonly sizeMs: number
  /** How far event time passes the window's end before it closes, in ms (M2, M3). */
  readonly latenessMs: number
}

/**
 * Every window metric, in the order in which a late order names them. A new metric is one more entry here; an engine
 * needs no change.
 */
export const METRICS = {
  region_5m: { dimension: 'region', sizeMs: 300_000, latenessMs: 600_000 },
  minute_1m: { dimension: 'none', sizeMs: 60_000, latenessMs: 30_000 },
  category_1h: { dimension: 'category', sizeMs: 3_600_000, latenessMs: 600_000 },
} as const satisfies Record<string, MetricDefinition>

export type MetricName = keyof typeof METRICS

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[]

/** Dimension under which an order without items counts for a metric by category. */
export const UNCATEGORIZED = 'uncategorized'
