import avsc from 'avsc'

/** Schemas and bodies of writers that are not ours, for tests: version 1 in pieces to be changed, encoded by avsc. */

export type TypeJson = string | readonly TypeJson[] | { readonly [attribute: string]: unknown }
export type FieldsJson = Readonly<Record<string, TypeJson>>

export const recordOf = (name: string, fields: FieldsJson) => ({
  type: 'record',
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
})
export const enumOf = (name: string, symbols: readonly string[]) => ({ type: 'enum', name, symbols })
export const arrayOf = (items: TypeJson) => ({ type: 'array', items })

const TEXT_OR_NULL = ['null', 'string']
export const ITEM = { product_id: 'string', category: 'string', quantity: 'int', unit_price: 'bytes' }
export const UPDATED = { amount: 'bytes', items_count: 'int', items: arrayOf('OrderItem') }
export const CREATED = {
  customer_id: 'string',
  currency: 'string',
  amount: 'bytes',
  items_count: 'int',
  items: arrayOf(recordOf('OrderItem', ITEM)),
}
export const SYMBOLS = [
  ...['ORDER_CREATED', 'ORDER_UPDATED', 'ORDER_CONFIRMED', 'ORDER_SHIPPED', 'ORDER_DELIVERED', 'ORDER_CANCELLED'],
  'HEARTBEAT',
]
export const BRANCHES: readonly TypeJson[] = [
  recordOf('OrderCreated', CREATED),
  recordOf('OrderUpdated', UPDATED),
  recordOf('OrderConfirmed', { payment_method: TEXT_OR_NULL }),
  recordOf('OrderShipped', { carrier: TEXT_OR_NULL, tracking_number: TEXT_OR_NULL }),
  recordOf('OrderDelivered', {}),
  recordOf('OrderCancelled', { reason: TEXT_OR_NULL }),
  recordOf('Heartbeat', {}),
]

/** The fields of version 1, without what plays no part in reading. */
export const EVENT = {
  event_id: 'string',
  event_type: enumOf('EventType', SYMBOLS),
  event_ts: 'long',
  order_id: 'string',
  schema_version: 'int',
  payload: BRANCHES,
}

/** Text of an OrderEvent schema with these fields. */
export const schemaOf = (fields: FieldsJson): string =>
  JSON.stringify({ ...recordOf('OrderEvent', fields), namespace: 'com.orderup.raw' })

/** `value` in Avro under `schemaText`; a payload is `{ [full name]: fields }`. */
export const encodeAs = (schemaText: string, value: unknown): Buffer =>
  avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema).toBuffer(value)
