import { type Basket, formatMoney, type OrderEvent, type Payload } from '@order-up/contracts'

/** An object whose values JSON can write. */
type Json = Readonly<Record<string, unknown>>

const basketToJson = ({ amount, items_count, items }: Basket): Json => ({
  amount: formatMoney(amount),
  items_count,
  items: items.map((item) => ({ ...item, unit_price: formatMoney(item.unit_price) })),
})

const payloadToJson = (payload: Payload): Json => ({
  ...payload,
  ...('amount' in payload ? basketToJson(payload) : {}),
})

/** An event as `eventFromJson` reads it: money as text, `payload.type` naming the branch. */
export const eventToJson = (event: OrderEvent): Json => ({ ...event, payload: payloadToJson(event.payload) })
