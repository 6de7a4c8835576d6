import {
  CURRENCIES,
  compileDecoder,
  FRAME_BYTES,
  ORDER_EVENT_SCHEMA,
  type OrderEvent,
  type OrderItem,
  PAYLOAD_OF,
  type RawAppend,
} from '@order-up/contracts'
import fc from 'fast-check'
import { referenceRun } from '../../kit/reference-run.ts'
import { generateOrders } from './generate-orders.ts'

const share = fc.constantFrom(0, 0.05, 0.5, 1)

const OPTIONS = fc.record({
  schemaId: fc.integer({ min: 1, max: 2_147_483_647 }),
  partitions: fc.integer({ min: 1, max: 6 }),
  seed: fc.maxSafeInteger(),
  count: fc.integer({ min: 1, max: 60 }),
  startMs: fc.integer({ min: 100 * 86_400_000, max: 200_000_000_000_000 }),
  ratePerSecond: fc.constantFrom(0.01, 0.25, 3, 2_000),
  duplicates: share,
  late: share,
  disorder: share,
  bursts: fc.constantFrom(0, 0.1, 0.9),
  finish: fc.boolean(),
})

const decode = compileDecoder(ORDER_EVENT_SCHEMA)!
const eventOf = ({ value }: RawAppend): OrderEvent => decode(value!, FRAME_BYTES, value!.length)!

const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const sum = (items: readonly OrderItem[], of: (item: OrderItem) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

/** The rules V5 to V7 in plain words: those that a record breaks. */
const broken = (record: RawAppend): readonly string[] => {
  const event = eventOf(record)
  const { payload } = event
  const basket = 'amount' in payload ? payload : undefined
  const items = basket?.items ?? []
  const rules = {
    'V5 version': event.schema_version >= 1,
    'V5 event id': UUID.test(event.event_id),
    'V5 order id': IDENTIFIER.test(event.order_id),
    'V5 key': record.key?.toString() === event.order_id,
    'V5 payload': PAYLOAD_OF[event.event_type] === payload.type,
    'V5 customer id': payload.type !== 'OrderCreated' || IDENTIFIER.test(payload.customer_id),
    'V6 amount': basket === undefined || (basket.amount >= 1 && basket.amount <= 99_999_999),
    'V6 currency': payload.type !== 'OrderCreated' || CURRENCIES.has(payload.currency),
    'V6 count': basket === undefined || (basket.items_count >= 1 && items.length <= 2_000),
    'V6 quantities': items.length === 0 || sum(items, (item) => item.quantity) === basket?.items_count,
    'V6 items': items.every(
      (item) => item.quantity >= 1 && item.unit_price >= 0 && /^[\w-]{1,64}$/.test(item.product_id + item.category),
    ),
    'V6 total': items.length === 0 || sum(items, (item) => item.quantity * item.unit_price) === basket?.amount,
    'V7 range': event.event_ts >= 0 && event.event_ts <= 253_402_300_799_999,
    'V7 future': event.event_ts <= record.timestampMs,
  }
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]))
}

test('V5 V6 V7 every record but a malformed one is valid, and no event is younger than its record', () => {
  fc.assert(
    fc.property(OPTIONS, (options) => {
      for (const record of generateOrders({ ...options, malformed: 0 })) expect(broken(record)).toEqual([])
    }),
    { numRuns: 25 },
  )
})

test('O1 of sound records none is refused but the resends, and every event of a finished log ends in a row', () => {
  fc.assert(
    fc.property(OPTIONS, (options) => {
      const records = [...generateOrders({ ...options, malformed: 0, finish: true })]

      const { refused, held, heldEnded } = referenceRun(records, options).conservation

      const isOrder = (record: RawAppend): boolean => record.key?.toString() !== 'heartbeat'
      const orders = records.filter(isOrder)
      const resends = orders.length - new Set(orders.map((record) => record.value?.toString('hex'))).size
      expect({ refused, heldEnded }).toEqual({
        refused: resends === 0 ? {} : { DUPLICATE_EVENT: resends },
        heldEnded: { shown: held, orphaned: 0, waiting: 0 },
      })
    }),
    { numRuns: 25 },
  )
})
