import type { DeadLetterCode, ErrorType } from './dead-letter-codes.ts'
import type { MetricName } from './metric-table.ts'

/** The five output records, with the field names of their schemas. Money is in minor units (T2), instants are epoch ms. */

export type OrderStatus = 'pending_payment' | 'confirmed' | 'shipped' | 'delivered' | 'cancelled'
export type OrderValueCategory = 'small' | 'medium' | 'large'
export type CustomerTier = 'REGULAR' | 'VIP'

/** Where an output record comes from: the identity of curated, late, customer and dead letter records. */
export interface SourceRecord {
  readonly source_timestamp: number
  readonly source_partition: number
  readonly source_offset: number
}

/** The state of one order after one accepted event (O4). Key: order_id. */
export interface CuratedOrder extends SourceRecord {
  readonly order_id: string
  readonly customer_id: string
  readonly status: OrderStatus
  readonly currency: string
  readonly amount: number
  readonly items_count: number
  readonly region: string
  readonly tax: number
  readonly order_value_category: OrderValueCategory
  readonly merchant_id: string
  readonly created_ts: number
  readonly updated_ts: number
  readonly event_count: number
  readonly last_event_id: string
  readonly event_ts: number
}

/** A customer after one more order (C5). Key: `customer_id|currency`. */
export interface CustomerActivity extends SourceRecord {
  readonly customer_id: string
  readonly currency: string
  readonly order_id: string
  readonly order_count: number
  readonly total_amount: number
  readonly tier: CustomerTier
  readonly session_start: number
  readonly session_orders: number
  readonly effective_ts: number
  readonly event_ts: number
}

/** One closed window of one metric (M3). Key: `metric|dimension|currency|window_start`. */
export interface OrderMetric {
  readonly metric: MetricName
  readonly dimension: string
  readonly currency: string
  readonly window_start: number
  readonly window_end: number
  readonly order_count: number
  readonly unique_customers: number
  readonly total_amount: number
  readonly avg_order_value: number
  readonly max_order_value: number
}

/** One contribution that came after its window had closed (M2). */
export interface LateFor {
  readonly metric: MetricName
  readonly dimension: string
  readonly window_start: number
  readonly amount: number
}

/** An order too late for one or more windows (M2). Key: order_id. */
export interface LateOrder extends SourceRecord {
  readonly order_id: string
  readonly customer_id: string
  readonly currency: string
  readonly amount: number
  readonly event_ts: number
  readonly partition_max_ts: number
  readonly late_for: readonly LateFor[]
}

/** A raw record that was refused, or a held event whose order expired (O6). Key: `source_partition:source_offset`. */
export interface DeadLetter extends SourceRecord {
  readonly source_topic: string
  readonly decided_offset: number
  readonly original_key: Buffer | null
  readonly original_value: Buffer | null
  readonly error_type: ErrorType
  readonly error_code: DeadLetterCode
  readonly error_message: string
  readonly attempted_order_id: string | null
}

/** Record type of each output. */
export interface OutputRecords {
  readonly curated: CuratedOrder
  readonly customers: CustomerActivity
  readonly metrics: OrderMetric
  readonly late: LateOrder
  readonly dlq: DeadLetter
}
