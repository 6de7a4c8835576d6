import type { OrderStatus } from '@order-up/contracts'

/**
 * What the accepted events of one order amount to (O3). Immutable. Until ORDER_CREATED has been accepted `createdMs` is
 * null and customer and currency are empty; until a basket or a status has been seen its time is null.
 */
export interface OrderState {
  readonly orderId: string
  readonly createdMs: number | null
  readonly customerId: string
  readonly currency: string
  readonly amountMinor: number
  readonly itemsCount: number
  /** event_ts of the event whose basket counts. */
  readonly basketMs: number | null
  readonly status: OrderStatus
  /** event_ts of the event whose status counts; null while that is the creation's, which any other outranks. */
  readonly statusMs: number | null
  /** Greatest event_ts accepted. */
  readonly lastMs: number
  readonly eventCount: number
}

/** True once ORDER_CREATED has been accepted. */
export const isCreated = (order: OrderState): boolean => order.createdMs !== null
