import type { Basket, OrderItem, Payload } from '../src/order-event.ts'
import type { GoldenCase } from './golden-case.ts'
import { type Random, randomFrom } from './random.ts'
import { created, RawHistory, START_MS, shipped } from './raw-history.ts'
import { referenceCase } from './reference-case.ts'

const CUSTOMERS = ['CUST-US-001', 'CUST-EU-002', 'plain']
const CURRENCIES = ['USD', 'USD', 'EUR', 'JPY']
const CATEGORIES = ['Books', 'Home', 'Toys']
/** Amounts around the categories of O5 and the VIP total of C3, in minor units. */
const AMOUNTS = [1, 199, 4_999, 5_000, 50_000, 50_001, 99_999, 100_000]

/** Distances in event time at whose edges a rule decides: session, lateness, windows, remembered ids, expiry. */
const EDGES_MS = [0, 5_000, 30_000, 60_000, 300_000, 600_000, 630_000, 1_800_000, 3_600_000]
const FAR_EDGES_MS = [86_400_000, 2_592_000_000]

const nearEdge = (random: Random): number =>
  random.pick(random.chance(8) ? FAR_EDGES_MS : EDGES_MS) + random.integer(3) - 1

/** An event time an edge away from the partition's time, or from the window in which it lies. */
const timeNear = (maxTsMs: number, random: Random): number => {
  const from = random.chance(40) ? maxTsMs - (maxTsMs % random.pick([60_000, 300_000, 3_600_000])) : maxTsMs
  return Math.max(0, random.chance(35) ? from - nearEdge(random) : from + nearEdge(random))
}

const itemsOf = (random: Random): readonly OrderItem[] =>
  Array.from({ length: random.integer(4) }, (_, line) => ({
    product_id: `P${line}`,
    category: random.pick(CATEGORIES),
    quantity: 1 + random.integer(3),
    unit_price: random.pick(AMOUNTS),
  }))

const basketOf = (random: Random): Basket => {
  const items = itemsOf(random)
  if (items.length === 0) return { amount: random.pick(AMOUNTS), items_count: 1 + random.integer(3), items }
  return {
    amount: items.reduce((sum, item) => sum + item.quantity * item.unit_price, 0),
    items_count: items.reduce((sum, { quantity }) => sum + quantity, 0) + (random.chance(5) ? 1 : 0),
    items,
  }
}

const payloadOf = (random: Random): Payload => {
  if (random.chance(45))
    return created({ customer_id: random.pick(CUSTOMERS), currency: random.pick(CURRENCIES), ...basketOf(random) })
  return random.pick<Payload>([
    { type: 'OrderUpdated', ...basketOf(random) },
    { type: 'OrderConfirmed', payment_method: 'card' },
    shipped,
    { type: 'OrderDelivered' },
    { type: 'OrderCancelled', reason: null },
    { type: 'Heartbeat' },
  ])
}

/** Sends an earlier record again: whole, under another key, or cut short. */
const resend = (history: RawHistory, random: Random): void => {
  const { partition, key, timestampMs, content } = random.pick(history.records)
  const otherKey = random.chance(20) ? Buffer.from('other') : key
  const again = { partition, key: otherKey, timestampMs, content }
  if (content.kind === 'value' || !random.chance(20)) history.add(again)
  else {
    const body = content.body.subarray(0, random.integer(content.body.length))
    history.add({ ...again, content: { ...content, body } })
  }
}

const BROKEN = [null, Buffer.alloc(0), Buffer.from('{"order":1}'), Buffer.from('007ffffffe00', 'hex')]

const addEvent = (history: RawHistory, maxTsMs: number[], random: Random): void => {
  const partition = random.integer(history.partitions)
  const atMs = timeNear(maxTsMs[partition] as number, random)
  const payload = payloadOf(random)
  const orderId = payload.type === 'Heartbeat' ? 'heartbeat' : `O-${partition}-${random.integer(6)}`
  const timestampMs = random.chance(6) ? atMs - 60_000 - random.integer(2) : atMs + random.integer(120_000)
  if (timestampMs >= atMs - 60_000) maxTsMs[partition] = Math.max(maxTsMs[partition] as number, atMs)
  history.event({ partition, orderId, atMs, payload, timestampMs })
}

/** How large a history is; drawn where it is not given. */
export interface HistoryShape {
  readonly partitions?: number
  readonly size?: number
}

/**
 * A small raw log drawn from `seed`: few orders and customers on one to four partitions, event times at the edges where
 * rules decide, duplicates, disorder and broken records; expected is what the batch reference makes of it.
 */
export const randomCase = (seed: number, shape: HistoryShape = {}): GoldenCase => {
  const random = randomFrom(seed)
  const history = new RawHistory(shape.partitions ?? 1 + random.integer(4))
  const maxTsMs = new Array<number>(history.partitions).fill(START_MS)
  const size = shape.size ?? 10 + random.integer(50)
  for (let n = 0; n < size; n += 1)
    if (n > 0 && random.chance(12)) resend(history, random)
    else if (random.chance(4)) {
      const partition = random.integer(history.partitions)
      history.add({ partition, key: Buffer.from('O-0-0'), content: { kind: 'value', value: random.pick(BROKEN) } })
    } else addEvent(history, maxTsMs, random)
  const { partitions, records } = history
  return referenceCase({
    name: `history ${seed}`,
    about: 'a history drawn from a seed',
    rules: [],
    partitions,
    flush: random.chance(50),
    records,
  })
}
