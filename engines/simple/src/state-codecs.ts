import { valueCodec } from '@order-up/contracts'
import type { OrderState } from '@order-up/engine-core'
import type { CustomerState, PlacedOrder } from './customers.ts'
import type { WindowState } from './open-window.ts'

/** How the simple engine's state stands in its changelog: Avro, one record a kind. The key carries what is not here. */

/** Encodes one state value for the changelog and reads it back. */
export interface StateCodec<V> {
  encodeBody(value: V): Buffer
  decodeBody(body: Buffer): V
}

type Field = readonly [name: string, type: unknown]

const record = <V>(name: string, fields: readonly Field[]): StateCodec<V> =>
  valueCodec<V>(
    JSON.stringify({ type: 'record', name, fields: fields.map(([field, type]) => ({ name: field, type })) }),
  )

const STATUS = {
  type: 'enum',
  name: 'Status',
  symbols: ['pending_payment', 'confirmed', 'shipped', 'delivered', 'cancelled'],
}

export const orderCodec = record<OrderState>('Order', [
  ['orderId', 'string'],
  ['createdMs', ['null', 'long']],
  ['customerId', 'string'],
  ['currency', 'string'],
  ['amountMinor', 'long'],
  ['itemsCount', 'int'],
  ['basketMs', ['null', 'long']],
  ['status', STATUS],
  ['statusMs', ['null', 'long']],
  ['lastMs', 'long'],
  ['eventCount', 'int'],
])

export const windowCodec = record<WindowState>('Window', [
  ['metric', 'string'],
  ['dimension', 'string'],
  ['currency', 'string'],
  ['startMs', 'long'],
  ['orderCount', 'long'],
  ['uniqueCustomers', 'long'],
  ['totalMinor', 'long'],
  ['maxMinor', 'long'],
])

export const placedOrderCodec = record<PlacedOrder>('PlacedOrder', [
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

export const customerCodec = record<CustomerState>('Customer', [
  ['orderCount', 'long'],
  ['totalMinor', 'long'],
  ['sessionStartMs', 'long'],
  ['sessionOrders', 'int'],
  ['lastEffectiveMs', 'long'],
])

/** A single integer: an instant, a count, an offset. */
export const longCodec: StateCodec<number> = valueCodec<number>('"long"')

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
