import { compileDecoder } from '../raw-decoder.ts'
import { encodeAs, type FieldsJson, schemaOf } from './written-events.ts'

/** Deliveries as foreign writers write them and our decoder reads them, for tests. */

export const HEAD = {
  event_id: 'id',
  event_type: 'ORDER_DELIVERED',
  event_ts: 1_000,
  order_id: 'o1',
  schema_version: 2,
}
export const DELIVERED = { ...HEAD, payload: { type: 'OrderDelivered' } }

/** What our decoder makes of a delivery, with `changes`, that was written under `schema`. */
export const decodedUnder = (schema: string, changes: Readonly<Record<string, unknown>> = {}) => {
  const body = encodeAs(schema, { ...HEAD, payload: { 'com.orderup.raw.OrderDelivered': {} }, ...changes })
  return compileDecoder(schema)!(body, 0, body.length)
}

/** The same, written under a schema of these fields. */
export const decoded = (fields: FieldsJson, changes?: Readonly<Record<string, unknown>>) =>
  decodedUnder(schemaOf(fields), changes)
