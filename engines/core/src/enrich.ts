import {
  type CuratedOrder,
  divideHalfUp,
  type OrderEvent,
  type OrderValueCategory,
  type SourceRecord,
} from '@order-up/contracts'
import type { OrderState } from './order-state.ts'

const TAX_PERCENT = { us: 8, eu: 19, uk: 20, ca: 5, au: 10 } as const

/** A sales region (O5). */
export type Region = keyof typeof TAX_PERCENT

const REGION_OF_PREFIX: ReadonlyMap<string, Region> = new Map([
  ['CUST-US-', 'us'],
  ['CUST-EU-', 'eu'],
  ['CUST-UK-', 'uk'],
  ['CUST-CA-', 'ca'],
  ['CUST-AU-', 'au'],
])
const PREFIX_LENGTH = 8

/** Region of a customer, `ca` where its id names none (O5). */
export const regionOf = (customerId: string): Region => REGION_OF_PREFIX.get(customerId.slice(0, PREFIX_LENGTH)) ?? 'ca'

/** Tax of an amount in its region, half up (O5). Both in minor units. */
export const taxOf = (amountMinor: number, region: Region): number =>
  divideHalfUp(amountMinor * TAX_PERCENT[region], 100)

/** Size class of an order by its amount in minor units (O5). */
export const valueCategoryOf = (amountMinor: number): OrderValueCategory =>
  amountMinor < 5_000 ? 'small' : amountMinor <= 50_000 ? 'medium' : 'large'

/** `MERCH-<REGION>-<n>` with n the sum of the customer id's character codes modulo 100, three digits (O5). */
export const merchantOf = (customerId: string, region: Region): string => {
  let sum = 0
  for (let at = 0; at < customerId.length; at += 1) sum += customerId.charCodeAt(at)
  return `MERCH-${region.toUpperCase()}-${String(sum % 100).padStart(3, '0')}`
}

/** The row that `event` causes, from the order as it stands with that event in it (O4, O5). The order is created. */
export const curatedRow = (order: OrderState, event: OrderEvent, source: SourceRecord): CuratedOrder => {
  const region = regionOf(order.customerId)
  return {
    order_id: order.orderId,
    customer_id: order.customerId,
    status: order.status,
    currency: order.currency,
    amount: order.amountMinor,
    items_count: order.itemsCount,
    region,
    tax: taxOf(order.amountMinor, region),
    order_value_category: valueCategoryOf(order.amountMinor),
    merchant_id: merchantOf(order.customerId, region),
    created_ts: order.createdMs as number,
    updated_ts: order.lastMs,
    event_count: order.eventCount,
    last_event_id: event.event_id,
    event_ts: event.event_ts,
    source_timestamp: source.source_timestamp,
    source_partition: source.source_partition,
    source_offset: source.source_offset,
  }
}
