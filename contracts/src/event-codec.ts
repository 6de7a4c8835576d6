import { avroType } from './avro-types.ts'
import type { OrderEvent } from './order-event.ts'
import { ORDER_EVENT_SCHEMA } from './schemas.ts'

const type = avroType(ORDER_EVENT_SCHEMA)

/** The Avro body of an event under version 1 of the OrderEvent schema. Throws on a field of the wrong type. */
export const encodeOrderEvent = (event: OrderEvent): Buffer => {
  const { type: branch, ...fields } = event.payload
  return type.toBuffer({ ...event, payload: { [`com.orderup.raw.${branch}`]: fields } })
}
