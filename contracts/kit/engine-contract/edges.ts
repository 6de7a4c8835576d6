import type { OrderItem } from '../../src/order-event.ts'
import type { ModeName } from '../modes.ts'
import { created, RawHistory, START_MS, shipped } from '../raw-history.ts'
import { referenceCase } from '../reference-case.ts'
import { failureLines, verifyCase } from '../verify.ts'
import type { EngineTest } from './engine-test.ts'

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const LAST_MS = 253_402_300_799_999
const MODES: readonly ModeName[] = ['whole', 'grown', 'stopped', 'crashed-often']
/** Histories above this size are run whole and no more. */
const SMALL = 100

const line = (category: string, over: Partial<OrderItem> = {}): OrderItem => ({
  product_id: 'P',
  category,
  quantity: 1,
  unit_price: 1,
  ...over,
})
const basketOf = (items: readonly OrderItem[]) => ({ amount: items.length, items_count: items.length, items })

/** An edge of a rule as a history; expected is what the batch reference makes of it. */
const edge = (title: string, write: (history: RawHistory) => void, partitions = 1): EngineTest => ({
  title,
  body: async ({ create, createLog }) => {
    const history = new RawHistory(partitions)
    write(history)
    const given = referenceCase({ name: title, about: '', rules: [], flush: false, ...history })
    for (const mode of history.records.length > SMALL ? MODES.slice(0, 1) : MODES) {
      const { failure } = await verifyCase({ case: given, create, createLog, mode, seed: 1 })
      if (failure !== undefined) throw new Error([mode, ...failureLines(failure)].join('\n'))
    }
  },
})

/** In UTF-8 the first comes before the second; in UTF-16, in which strings are kept, behind it. */
const UNLIKE_ORDER = ['\uff5e', '\u{1f600}']

/** Edges that golden cases leave to histories drawn by chance, or cannot hold for their size. */
export const edgeTests: readonly EngineTest[] = [
  edge('O3 of two baskets of one event_ts the later one counts, and an older one does not', (history) => {
    history.event({ orderId: 'o', atMs: START_MS, payload: created() })
    for (const [amount, atMs] of [[2, START_MS] as const, [3, START_MS - 1] as const, [4, START_MS] as const])
      history.event({ orderId: 'o', atMs, payload: { type: 'OrderUpdated', amount, items_count: 1, items: [] } })
  }),
  edge('M2 a late order names its contributions by the metric table, then by the bytes of the dimension', (history) => {
    history.event({ atMs: START_MS + 2 * HOUR_MS })
    const items = [...UNLIKE_ORDER, 'b', 'a'].reverse().map((category) => line(category))
    history.event({ orderId: 'o', atMs: START_MS, payload: created(basketOf(items)) })
  }),
  edge('M3 E4 windows that close at one instant come in the order of the bytes of their keys', (history) => {
    const items = [...UNLIKE_ORDER, 'b', 'a', 'Z'].map((category) => line(category))
    history.event({ orderId: 'o', atMs: START_MS, payload: created(basketOf(items)) })
    history.event({ atMs: START_MS + 2 * HOUR_MS })
  }),
  edge('V6 an order may have 2,000 items and no more', (history) => {
    for (const count of [2_000, 2_001]) {
      const items = Array.from({ length: count }, () => line('Books'))
      history.event({ orderId: `o${count}`, atMs: START_MS, payload: created(basketOf(items)) })
    }
  }),
  edge('V6 names of items are 1 to 64 bytes without bars, control and replacement characters', (history) => {
    const names = ['x'.repeat(64), 'x'.repeat(65), 'é'.repeat(32), 'é'.repeat(33), ' ', '\u001f', 'a|b', '\ufffd', '']
    for (const name of names)
      for (const item of [line(name), line('Books', { product_id: name })])
        history.event({ orderId: 'o', atMs: START_MS, payload: created(basketOf([item])) })
  }),
  edge('V7 T3 event time runs from 1970 to the last millisecond of 9999', (history) => {
    for (const atMs of [-1, 0, 1, LAST_MS, LAST_MS + 1])
      history.event({ orderId: `o${atMs}`, atMs, timestampMs: LAST_MS + 1, payload: created() })
  }),
  edge(
    'O1 O2 an order with a thousand ids knows a duplicate, then a second creation, before one too many',
    (history) => {
      const eventId = '00000000-0000-4000-8000-00000000000a'
      history.event({ orderId: 'o', atMs: START_MS, payload: created() })
      for (let n = 2; n < 1_000; n += 1) history.event({ orderId: 'o', atMs: START_MS, payload: shipped })
      for (const payload of [shipped, shipped, created()])
        history.event({ orderId: 'o', atMs: START_MS, payload, eventId })
      for (const payload of [created(), shipped]) history.event({ orderId: 'o', atMs: START_MS, payload })
    },
  ),
  edge('O1 O2 an order takes events again once its thousand ids are no longer remembered', (history) => {
    history.event({ orderId: 'o', atMs: START_MS, payload: created() })
    for (let n = 1; n < 1_000; n += 1) history.event({ orderId: 'o', atMs: START_MS + n, payload: shipped })
    for (const atMs of [START_MS + DAY_MS, START_MS + DAY_MS + 1, START_MS + DAY_MS + 1])
      history.event({ orderId: 'o', atMs, payload: shipped })
  }),
  edge(
    'O6 an order is forgotten 30 days after the greatest event_ts accepted for it, to the millisecond',
    (history) => {
      history.event({ orderId: 'o', atMs: START_MS, payload: created() })
      history.event({ orderId: 'o', atMs: START_MS + 10 * DAY_MS, payload: shipped })
      history.event({ orderId: 'o', atMs: START_MS + 5 * DAY_MS, payload: shipped })
      for (const silenceMs of [31 * DAY_MS, 40 * DAY_MS, 40 * DAY_MS + 1]) {
        history.event({ atMs: START_MS + silenceMs })
        history.event({ orderId: 'o', atMs: START_MS + silenceMs, payload: created() })
      }
    },
  ),
  edge('O4 O6 events that a creation has released are no orphans later', (history) => {
    for (const payload of [shipped, shipped, created()]) history.event({ orderId: 'o', atMs: START_MS, payload })
    for (const days of [31, 62]) history.event({ atMs: START_MS + days * DAY_MS })
  }),
  edge('O1 O6 the ids of a forgotten order are forgotten with it, those of its successor are not', (history) => {
    const againMs = START_MS + 30 * DAY_MS + 2 * HOUR_MS
    const eventId = '00000000-0000-4000-8000-00000000000a'
    history.event({ atMs: START_MS + 30 * DAY_MS })
    history.event({ orderId: 'o', atMs: START_MS + HOUR_MS, payload: shipped, eventId })
    history.event({ atMs: againMs })
    history.event({ orderId: 'o', atMs: againMs, payload: shipped, eventId })
    history.event({ atMs: START_MS + 31 * DAY_MS + HOUR_MS })
    history.event({ orderId: 'o', atMs: againMs, payload: shipped, eventId })
  }),
  edge('O6 E4 the orphans that a record sets off come before its own letter', (history) => {
    for (const orderId of ['b', 'a', 'a']) history.event({ orderId, atMs: START_MS, payload: shipped })
    history.event({ orderId: 'o', atMs: START_MS + 20 * DAY_MS, payload: created() })
    history.event({ orderId: 'o', atMs: START_MS + 31 * DAY_MS, payload: created() })
  }),
  edge(
    'O2 O6 one order_id on two partitions is two orders, each with a time of its own',
    (history) => {
      for (const partition of [0, 1])
        history.event({ partition, orderId: 'o', atMs: START_MS + partition * SECOND_MS, payload: created() })
      history.event({ partition: 0, atMs: START_MS + 31 * DAY_MS })
      for (const partition of [0, 1])
        history.event({ partition, orderId: 'o', atMs: START_MS + 2 * SECOND_MS + 10 * DAY_MS, payload: created() })
    },
    2,
  ),
  edge('T4 V5 a heartbeat may have any order_id, but the record’s key must equal it', (history) => {
    history.event({ orderId: 'o', atMs: START_MS, payload: created() })
    history.event({ orderId: 'beat', key: null, atMs: START_MS + 2 * HOUR_MS })
    history.event({ orderId: 'beat', atMs: START_MS + HOUR_MS })
  }),
  edge('T1 event time is event_ts, whatever the timestamps of the records say', (history) => {
    for (const [n, aheadMs] of [0, 400 * DAY_MS, -30 * SECOND_MS].entries())
      history.event({ orderId: `o${n}`, atMs: START_MS, timestampMs: START_MS + aheadMs, payload: created() })
    history.event({ atMs: START_MS + 2 * HOUR_MS, timestampMs: START_MS + 900 * DAY_MS })
  }),
]
