import fc from 'fast-check'
import type { WireEvent } from './avsc-oracle.ts'
import { SYMBOLS } from './written-events.ts'

/** Events of every kind with any values, valid by the schema of version 1 though not by the contract; for tests. */

interface Leaves {
  readonly int: fc.Arbitrary<number>
  readonly long: fc.Arbitrary<number>
  readonly bytes: fc.Arbitrary<Buffer>
  readonly text: fc.Arbitrary<string>
}

const branch = (name: string, fields: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(fields).map((each): WireEvent['payload'] => ({ [`com.orderup.raw.${name}`]: each }))

const eventsOf = ({ int, long, bytes, text }: Leaves): fc.Arbitrary<WireEvent> => {
  const textOrNull = fc.option(text)
  const item = fc.record({ product_id: text, category: text, quantity: int, unit_price: bytes })
  const basket = { amount: bytes, items_count: int, items: fc.array(item, { maxLength: 3 }) }
  return fc.record({
    event_id: text,
    event_type: fc.constantFrom(...SYMBOLS),
    event_ts: long,
    order_id: text,
    schema_version: int,
    payload: fc.oneof(
      branch('OrderCreated', { customer_id: text, currency: text, ...basket }),
      branch('OrderUpdated', basket),
      branch('OrderConfirmed', { payment_method: textOrNull }),
      branch('OrderShipped', { carrier: textOrNull, tracking_number: textOrNull }),
      branch('OrderDelivered', {}),
      branch('OrderCancelled', { reason: textOrNull }),
      branch('Heartbeat', {}),
    ),
  })
}

/** avsc takes no long of a greater magnitude. */
const MAX_LONG = Number.MAX_SAFE_INTEGER - 1
const small = fc.integer({ min: -60, max: 60 })
const int = fc.oneof(small, fc.integer())
const bytesUpTo = (max: number) => fc.uint8Array({ max, maxLength: 9 }).map((each) => Buffer.from(each))

export const wireEvent = eventsOf({
  int,
  long: fc.oneof(int, fc.integer({ min: -MAX_LONG, max: MAX_LONG })),
  bytes: bytesUpTo(255),
  text: fc.oneof(fc.string({ maxLength: 5 }), fc.string({ unit: 'binary', maxLength: 70 })),
})

/**
 * Events whose bodies have no byte above 127. One changed byte then makes no count beyond two bytes: avsc believes a
 * count, and would take all memory for a great one.
 */
export const sevenBitEvent = eventsOf({
  int: small,
  long: small,
  bytes: bytesUpTo(127),
  text: fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
})
