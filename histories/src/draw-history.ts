import fc from 'fast-check'
import {
  ANCHORS,
  type BasketPlan,
  type Damage,
  FLAWS,
  type HistoryPlan,
  type Instant,
  type Line,
  type Move,
  type PayloadPlan,
  VALUES,
  type ValueName,
} from './move.ts'

/** Distances in event time at whose edges a rule decides: disorder, windows, lateness, sessions. */
const EDGES_MS = [0, 1_000, 5_000, 30_000, 60_000, 90_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 4_200_000]
/** Remembered ids and expiry: rare, as each leaves everything before it behind. */
const FAR_EDGES_MS = [86_400_000, 2_592_000_000]

const CUSTOMERS = ['CUST-US-1', 'CUST-EU-2', 'XCUST-AU-1', 'plain']
const CURRENCIES = ['USD', 'EUR', 'JPY']
const CATEGORIES = ['Books', 'Home', '\uff5e', '\u{1f600}']
/** Around the classes of O5, the VIP total of C3 and the range of V6, and where halves are rounded. */
const AMOUNTS = [1, 30, 250, 4_250, 4_999, 5_000, 50_000, 50_001, 99_999, 100_000, 99_999_999]

const MAX_PARTITIONS = 6
const MAX_MOVES = 60
const ORDERS = 5

const one = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary })

const instant: fc.Arbitrary<Instant> = fc
  .record({
    from: one(ANCHORS),
    edgeMs: fc.oneof(often(12, one(EDGES_MS)), often(1, one(FAR_EDGES_MS))),
    wobbleMs: one([0, 1, -1]),
    back: fc.boolean(),
  })
  .map(({ from, edgeMs, wobbleMs, back }) => ({ from, byMs: (back ? -edgeMs : edgeMs) + wobbleMs }))

const line: fc.Arbitrary<Line> = fc.record({
  category: one(CATEGORIES),
  quantity: fc.integer({ min: 1, max: 3 }),
  price: one(AMOUNTS),
})

const basket: fc.Arbitrary<BasketPlan> = fc.record({
  amount: one(AMOUNTS),
  count: fc.integer({ min: 1, max: 3 }),
  lines: fc.array(line, { maxLength: 3 }),
})

const created: fc.Arbitrary<PayloadPlan> = fc.record({
  kind: fc.constant('created' as const),
  customer: one(CUSTOMERS),
  currency: one(CURRENCIES),
  basket,
})

const payload: fc.Arbitrary<PayloadPlan> = fc.oneof(
  often(8, created),
  often(2, fc.record({ kind: fc.constant('updated' as const), basket })),
  often(4, fc.record({ kind: one(['shipped', 'confirmed', 'delivered', 'cancelled'] as const) })),
  often(3, fc.record({ kind: fc.constant('heartbeat' as const) })),
)

const partition = fc.nat(MAX_PARTITIONS - 1)
const order = fc.nat(ORDERS - 1)

const event: fc.Arbitrary<Move> = fc.record({
  kind: fc.constant('event' as const),
  partition,
  order,
  payload,
  at: instant,
  stampedMs: fc.oneof(often(8, one([0, 1_000, 120_000, -60_000])), often(1, fc.constant(-60_001))),
  sameId: fc.oneof(often(9, fc.constant(false)), often(1, fc.constant(true))),
  flaw: fc.option(one(FLAWS), { freq: 12, nil: null }),
})

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), share: fc.nat(99) }),
  fc.record({ kind: fc.constant('flip' as const), share: fc.nat(99), bits: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('append' as const), bytes: one(['00', 'ff']) }),
)

const move: fc.Arbitrary<Move> = fc.oneof(
  often(70, event),
  often(10, fc.record({ kind: fc.constant('beats' as const), at: instant })),
  often(
    12,
    fc.record({
      kind: fc.constant('resend' as const),
      order,
      back: fc.nat(2),
      damage: fc.option(damage, { freq: 3, nil: null }),
      otherKey: fc.oneof(often(9, fc.constant(false)), often(1, fc.constant(true))),
    }),
  ),
  often(
    5,
    fc.record({
      kind: fc.constant('value' as const),
      partition,
      value: one(Object.keys(VALUES) as ValueName[]),
      longKey: fc.boolean(),
    }),
  ),
)

/** So many events that their order can take no more (O2): far too many for every history. */
const burst: fc.Arbitrary<Move> = fc.record({
  kind: fc.constant('burst' as const),
  partition,
  order,
  events: fc.integer({ min: 998, max: 1_001 }),
})

const anyMove = fc.oneof(often(3_000, move), often(1, burst))

/**
 * Histories of up to six partitions and sixty moves. They shrink to few moves; what a move is stays as it was drawn, which
 * spares hundreds of runs and costs a reader little.
 */
export const historyPlan: fc.Arbitrary<HistoryPlan> = fc.record({
  partitions: fc.integer({ min: 1, max: MAX_PARTITIONS }),
  flush: fc.boolean(),
  moves: fc.array(fc.option(fc.noShrink(anyMove), { freq: 1_000, nil: null }), {
    minLength: 1,
    maxLength: MAX_MOVES,
    size: 'max',
  }),
})
