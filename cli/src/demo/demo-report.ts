import type { RunSummary } from '@order-up/contracts'
import type { Equation } from './conservation.ts'
import type { Observations } from './witness.ts'

/** What the demo found, all of it read from topics and tables; what `--json` prints, and what the text is made of. */
export interface DemoReport {
  readonly engine: string
  /** What was produced, such as `5,000 orders of seed 1`. */
  readonly source: string
  readonly database: {
    readonly version: string
    /** True for a server of our own, false for the user's. */
    readonly local: boolean
    readonly schema: string
  }
  readonly durationMs: number
  readonly sent: number
  readonly seen: Observations
  readonly summary: RunSummary
  readonly tables: readonly TableLine[]
  /** Records that were reported instead of merged, such as an order_id on a second partition (table sink_conflicts). */
  readonly conflicts: number
  readonly equations: readonly Equation[]
  /** Whether every equation holds. */
  readonly ok: boolean
  readonly orders: readonly OrderStory[]
  readonly windows: readonly WindowRow[]
  readonly customers: { readonly total: number; readonly vip: number }
  readonly promotion: PromotionStory | null
  readonly late: readonly LateRow[]
  readonly deadLetters: readonly DeadLetterRow[]
}

/** A table beside the topic it is loaded from. */
export interface TableLine {
  readonly table: string
  readonly rows: number
  readonly topic: string
  readonly records: number
}

/** An order: what happened to it, from its topic, and where that has left it, from its table. */
export interface OrderStory {
  readonly orderId: string
  readonly customerId: string
  readonly region: string
  readonly currency: string
  readonly steps: readonly OrderStep[]
  /** Its row; null where there is none. */
  readonly now: { readonly status: string; readonly amount: string; readonly events: number } | null
}

export interface OrderStep {
  /** Event time, epoch ms. */
  readonly atMs: number
  readonly status: string
  readonly amount: string
  readonly items: number
  /** Events accepted for the order so far. */
  readonly events: number
}

/** One closed window of `region_5m`; money as text. */
export interface WindowRow {
  readonly startMs: number
  readonly region: string
  readonly currency: string
  readonly orders: number
  readonly customers: number
  readonly total: string
  readonly average: string
  readonly greatest: string
}

/** A customer who became VIP, and where that customer stands in the table now. */
export interface PromotionStory {
  readonly customerId: string
  readonly currency: string
  readonly orderId: string
  readonly before: { readonly orders: number; readonly total: string }
  readonly after: { readonly orders: number; readonly total: string }
  readonly now: { readonly orders: number; readonly total: string; readonly tier: string } | null
}

export interface LateRow {
  readonly orderId: string
  readonly amount: string
  readonly currency: string
  readonly eventMs: number
  /** How far its partition's time had passed it, ms. */
  readonly behindMs: number
  /** Metrics that it came too late for, such as `minute_1m`. */
  readonly lateFor: readonly string[]
}

/** One reason to refuse a record, how often it came, and the first record that met it. */
export interface DeadLetterRow {
  readonly code: string
  readonly type: string
  readonly message: string
  readonly letters: number
  readonly example: { readonly partition: number; readonly offset: number; readonly key: string | null }
}
