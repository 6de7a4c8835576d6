import type { OutputRecords } from './output-records.ts'
import type { OutputName } from './topics.ts'

/** The record key of each output, as text; UTF-8 on the wire. */
export const outputKeys: { readonly [Name in OutputName]: (record: OutputRecords[Name]) => string } = {
  curated: (order) => order.order_id,
  customers: (customer) => `${customer.customer_id}|${customer.currency}`,
  metrics: (window) => `${window.metric}|${window.dimension}|${window.currency}|${window.window_start}`,
  late: (order) => order.order_id,
  dlq: (letter) => `${letter.source_partition}:${letter.source_offset}`,
}
