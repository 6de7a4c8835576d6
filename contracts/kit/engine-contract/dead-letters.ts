import { DEAD_LETTER_CODES, type DeadLetterCode } from '../../src/dead-letter-codes.ts'
import { encodeOrderEvent } from '../../src/event-codec.ts'
import { frame } from '../../src/framing.ts'
import { outputCodecs } from '../../src/output-codecs.ts'
import type { DeadLetter } from '../../src/output-records.ts'
import type { CaseContent } from '../golden-case.ts'
import { created, RawHistory, START_MS, shipped } from '../raw-history.ts'
import { readOutputs } from '../read-outputs.ts'
import { referenceCase } from '../reference-case.ts'
import type { TestLog } from '../test-log.ts'
import { differencesOf, type EngineTest, filledLog, runToEnd } from './engine-test.ts'

const DAY_MS = 86_400_000
const UNKNOWN_ID = 2_147_483_646
const KEY = Buffer.from('o')
const value = (bytes: Buffer | null): CaseContent => ({ kind: 'value', value: bytes })
const body = (bytes: Buffer): CaseContent => ({ kind: 'body', body: bytes, schemaText: null })
const item = { product_id: 'P', category: 'Books', quantity: 1, unit_price: 1_000 }

type Recipe = (history: RawHistory) => void

const creation =
  (over: Parameters<typeof created>[0], orderId = 'o'): Recipe =>
  (history) => {
    history.event({ orderId, atMs: START_MS, payload: created(over) })
  }

/** Accepts one event, then as many as an order may remember, then one too many. */
const tooMany: Recipe = (history) => {
  creation({}, 'many')(history)
  for (let n = 0; n < 1_000; n += 1) history.event({ orderId: 'many', atMs: START_MS, payload: shipped })
}

/** Raw bytes that yield exactly one letter of each code. TOO_OLD moves time past the orphan's expiry first. */
const RECIPES: Readonly<Record<DeadLetterCode, Recipe>> = {
  NULL_VALUE: (history) => history.add({ key: KEY, content: value(null) }),
  TOO_LARGE: (history) => history.add({ key: KEY, content: value(Buffer.alloc(1_048_577)) }),
  BAD_FRAMING: (history) => history.add({ key: KEY, content: value(Buffer.from([1, 0, 0, 0, 1, 0])) }),
  UNKNOWN_SCHEMA_ID: (history) => history.add({ key: KEY, content: value(frame(UNKNOWN_ID, Buffer.alloc(1))) }),
  BAD_AVRO: (history) => history.add({ key: KEY, content: body(Buffer.from([0xff])) }),
  BAD_SCHEMA_VERSION: (history) =>
    history.event({ orderId: 'o', atMs: START_MS, payload: created(), schemaVersion: 0 }),
  BAD_EVENT_ID: (history) => history.event({ orderId: 'o', atMs: START_MS, payload: created(), eventId: 'E' }),
  BAD_ORDER_ID: creation({}, '-'),
  KEY_MISMATCH: (history) => history.event({ orderId: 'o', atMs: START_MS, payload: created(), key: null }),
  PAYLOAD_MISMATCH: (history) =>
    history.event({ orderId: 'o', atMs: START_MS, payload: created(), eventType: 'ORDER_SHIPPED' }),
  BAD_CUSTOMER_ID: creation({ customer_id: '' }),
  AMOUNT_OUT_OF_RANGE: creation({ amount: 0 }),
  UNKNOWN_CURRENCY: creation({ currency: 'usd' }),
  BAD_ITEMS_COUNT: creation({ items_count: 0 }),
  BAD_ITEM: creation({ items: [{ ...item, category: '' }] }),
  AMOUNT_MISMATCH: creation({ items: [{ ...item, unit_price: 999 }] }),
  TIMESTAMP_OUT_OF_RANGE: (history) => history.event({ orderId: 'o', atMs: -1, payload: created() }),
  TIMESTAMP_IN_FUTURE: (history) =>
    history.event({ orderId: 'o', atMs: START_MS, payload: created(), timestampMs: START_MS - 60_001 }),
  DUPLICATE_EVENT: (history) => {
    const { content } = history.event({ orderId: 'twice', atMs: START_MS, payload: created() })
    history.add({ key: Buffer.from('twice'), content })
  },
  DUPLICATE_ORDER: (history) => {
    creation({}, 'again')(history)
    creation({}, 'again')(history)
  },
  TOO_MANY_EVENTS: tooMany,
  ORPHAN_ORDER: (history) => history.event({ orderId: 'orphan', atMs: START_MS, payload: shipped }),
  TOO_OLD: (history) => {
    history.event({ atMs: START_MS + 31 * DAY_MS })
    history.event({ orderId: 'old', atMs: START_MS, payload: created() })
  },
}

const lettersIn = async (log: TestLog): Promise<readonly DeadLetter[]> =>
  (await readOutputs(log)).dlq.flat().map((entry) => outputCodecs.dlq.decode(frame(0, entry.body ?? Buffer.alloc(0))))

const everyCode: EngineTest = {
  title: 'V1 V2 V3 V4 V5 V6 V7 O0 O1 O2 O6 every dead letter code is reached from real bytes',
  body: async (candidate) => {
    const history = new RawHistory()
    const { TOO_OLD, ...others } = RECIPES
    for (const recipe of [...Object.values(others), TOO_OLD]) recipe(history)
    const given = referenceCase({ name: '', about: '', rules: [], flush: false, ...history })
    const log = await filledLog(candidate, given)

    await runToEnd(candidate, log)

    expect((await lettersIn(log)).map(({ error_code }) => error_code).sort()).toEqual([...DEAD_LETTER_CODES].sort())
    expect(await differencesOf(log, given)).toEqual([])
  },
}

const MAX_VALUE = 1_048_576
const MAX_KEY = 1_024

/** Sizes at the limits of V1 and what their letters keep; `bytes` begin with 1, so that what fits is BAD_FRAMING. */
const SIZES = [
  { key: MAX_KEY, value: MAX_VALUE, code: 'BAD_FRAMING', keeps: [true, true] },
  { key: MAX_KEY, value: MAX_VALUE + 1, code: 'TOO_LARGE', keeps: [true, false] },
  { key: MAX_KEY + 1, value: MAX_VALUE, code: 'TOO_LARGE', keeps: [false, true] },
  { key: MAX_KEY + 1, value: MAX_VALUE + 1, code: 'TOO_LARGE', keeps: [false, false] },
] as const

const tooLarge: EngineTest = {
  title: 'V1 a record over its size is refused, and its letter lacks just the part that is too large',
  body: async (candidate) => {
    const history = new RawHistory()
    for (const { key, value: size } of SIZES)
      history.add({ key: Buffer.alloc(key, 'k'), content: value(Buffer.alloc(size, 1)) })
    const log = await filledLog(candidate, history)

    await runToEnd(candidate, log)

    const letters = await lettersIn(log)
    expect(
      letters.map(({ error_code, original_key, original_value }) => [
        error_code,
        original_key?.length ?? null,
        original_value?.length ?? null,
      ]),
    ).toEqual(SIZES.map(({ key, value: size, code, keeps }) => [code, keeps[0] ? key : null, keeps[1] ? size : null]))
  },
}

const hugeArray: EngineTest = {
  title: 'V4 a forged count of a million items is refused without a trace',
  body: async (candidate) => {
    const whole = encodeOrderEvent({
      event_id: '00000000-0000-4000-8000-000000000001',
      event_type: 'ORDER_CREATED',
      event_ts: START_MS,
      order_id: 'o',
      schema_version: 1,
      payload: created(),
    })
    const forged = Buffer.concat([whole.subarray(0, -1), Buffer.from('80897a', 'hex')])
    const history = new RawHistory()
    history.add({ key: KEY, content: body(forged) })
    const log = await filledLog(candidate, history)

    await runToEnd(candidate, log)

    expect((await lettersIn(log)).map(({ error_code }) => error_code)).toEqual(['BAD_AVRO'])
  },
}

/** The dead letter table from real bytes (V1 to V7, O0 to O2, O6). */
export const deadLetterTests: readonly EngineTest[] = [everyCode, tooLarge, hugeArray]
