import { encodeOrderEvent, frame, type OrderEvent, type RawAppend, type RawWriter } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import { confirmed, placed } from './open-order-events.ts'

const BATCH = 2_000
const CONFIRMED_AT_ONCE = 20
const PAUSE_MS = 50

const appendOf = (event: OrderEvent, schemaId: number): RawAppend => ({
  key: Buffer.from(event.order_id),
  value: frame(schemaId, encodeOrderEvent(event)),
  timestampMs: event.event_ts,
})

/** Places so many orders, none of which is ever closed. */
export const placeOrders = async (writer: RawWriter, orders: number): Promise<void> => {
  for (let from = 0; from < orders; from += BATCH)
    await writer.append(Array.from({ length: BATCH }, (_, at) => appendOf(placed(from + at), writer.schemaId)))
}

/** Confirms one order after the other, 400 a second at most, until `signal` fires. */
export const confirmOrders = async (writer: RawWriter, signal: AbortSignal): Promise<void> => {
  for (let from = 0; !signal.aborted; from += CONFIRMED_AT_ONCE) {
    const some = Array.from({ length: CONFIRMED_AT_ONCE }, (_, at) => confirmed(from + at))
    await writer.append(some.map((event) => appendOf(event, writer.schemaId)))
    await wallClock.sleep(PAUSE_MS, signal)
  }
}
