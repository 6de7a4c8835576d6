import { longCodec, ORDER_STATE_TYPE, type OrderState, recordCodec, stateCodec } from '@order-up/engine-core'
import type { CustomerState, PlacedOrder } from './customers.ts'
import type { WindowState } from './open-window.ts'

/** How the simple engine's state stands in its changelog: Avro, one record a kind. The key carries what is not here. */

export const orderCodec = stateCodec<OrderState>(ORDER_STATE_TYPE)

export const windowCodec = recordCodec<WindowState>('Window', [
  ['metric', 'string'],
  ['dimension', 'string'],
  ['currency', 'string'],
  ['startMs', 'long'],
  ['orderCount', 'long'],
  ['uniqueCustomers', 'long'],
  ['totalMinor', 'long'],
  ['maxMinor', 'long'],
])

export const placedOrderCodec = recordCodec<PlacedOrder>('PlacedOrder', [
  ['partition', 'int'],
  ['offset', 'long'],
  ['effectiveMs', 'long'],
  ['eventMs', 'long'],
  ['sourceTimestampMs', 'long'],
  ['orderId', 'string'],
  ['customerId', 'string'],
  ['currency', 'string'],
  ['amountMinor', 'long'],
])

export const customerCodec = recordCodec<CustomerState>('Customer', [
  ['orderCount', 'long'],
  ['totalMinor', 'long'],
  ['sessionStartMs', 'long'],
  ['sessionOrders', 'int'],
  ['lastEffectiveMs', 'long'],
])

/** The codec of each kind of state that has a value of its own, by the prefix of its changelog keys. */
export const STATE_CODECS = {
  t: longCodec,
  o: orderCodec,
  i: longCodec,
  h: longCodec,
  w: windowCodec,
  q: placedOrderCodec,
  c: customerCodec,
} as const
