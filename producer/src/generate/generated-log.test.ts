import { DEAD_LETTER_CODES, METRIC_NAMES, type OutputName, type OutputRecords } from '@order-up/contracts'
import type { ReferenceRun } from '@order-up/contracts/kit'
import { referenceRun } from '../../kit/reference-run.ts'
import { CATEGORIES } from './catalogue.ts'
import { FAULT_CODES } from './faults.ts'
import { generateOrders } from './generate-orders.ts'
import { type GeneratorOptions, RARE_CODES } from './generator-options.ts'

const TOPIC = { partitions: 4, schemaId: 1 }

const runOf = (options: Partial<GeneratorOptions>): ReferenceRun =>
  referenceRun(generateOrders({ ...TOPIC, ...options }), TOPIC)
const rows = <Name extends OutputName>({ outputs }: ReferenceRun, name: Name): readonly OutputRecords[Name][] =>
  outputs[name].flat().map(({ value }) => value)
const tally = (names: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
const ordersIn = (run: ReferenceRun): number => new Set(rows(run, 'curated').map((row) => row.order_id)).size
const soundIn = ({ conservation }: ReferenceRun): number => conservation.curated + conservation.held

describe.each([1, 2, 3])('2,000 orders of seed %i', (seed) => {
  const run = runOf({ seed, count: 2_000 })

  test('V1 to O2 show every dead letter code that is not rare, several times', () => {
    const { refused } = run.conservation

    expect(Object.keys(refused).sort()).toEqual([...FAULT_CODES, 'DUPLICATE_EVENT'].sort())
    expect(Math.min(...Object.values(refused))).toBeGreaterThanOrEqual(5)
  })

  test('O4 hold some events until their creation comes, and no longer', () => {
    const { held, heldEnded } = run.conservation

    expect(held).toBeGreaterThan(10)
    expect(heldEnded).toEqual({ shown: held, orphaned: 0, waiting: 0 })
  })

  test('M2 are late for one metric, for two and for three', () => {
    const lateFor = rows(run, 'late').map((late) =>
      METRIC_NAMES.filter((name) => late.late_for.some((f) => f.metric === name)),
    )
    const counts = tally(lateFor.map((names) => names.join(' ')))

    expect(Object.keys(counts).sort()).toEqual(['minute_1m', 'region_5m minute_1m', 'region_5m minute_1m category_1h'])
    expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(3)
  })

  test('M3 close windows in every region and category, without a flush', () => {
    const closed = tally(rows(run, 'metrics').map(({ dimension }) => dimension))
    const dimensions = ['', 'us', 'eu', 'uk', 'ca', 'au', ...CATEGORIES, 'uncategorized']

    expect(Object.keys(closed).sort()).toEqual(dimensions.sort())
    expect(Math.min(...Object.values(closed))).toBeGreaterThanOrEqual(10)
  })

  test('C3 make customers VIP, some by their orders and some by their total, and count every order', () => {
    const customers = rows(run, 'customers')
    const vips = customers.filter(({ tier }) => tier === 'VIP')
    const byOrders = vips.filter((row) => row.order_count === 10 && row.total_amount < 100_000)

    expect(customers.length).toBe(2_000)
    expect(new Set(vips.map((row) => row.customer_id)).size).toBeGreaterThan(20)
    expect(byOrders.length).toBeGreaterThanOrEqual(1)
    expect(customers.length - vips.length).toBeGreaterThan(1_000)
  })

  test('C4 some come back within a session, some later', () => {
    const returns = rows(run, 'customers').filter((row) => row.order_count > 1)
    const inSession = returns.filter((row) => row.session_orders > 1).length

    expect(inSession).toBeGreaterThan(50)
    expect(returns.length - inSession).toBeGreaterThan(50)
  })

  test('O5 have small, medium and large orders, half of them medium', () => {
    const created = rows(run, 'curated').filter((row) => row.status === 'pending_payment' && row.event_count === 1)
    const counts = tally(created.map((row) => row.order_value_category))

    expect(counts.medium! / created.length).toBeCloseTo(0.58, 1)
    expect(counts.large! / created.length).toBeGreaterThan(0.03)
  })

  test('O3 end delivered, but for one in eight that is cancelled', () => {
    const ends = tally([...new Map(rows(run, 'curated').map((row) => [row.order_id, row.status])).values()])

    expect(Object.keys(ends).sort()).toEqual(['cancelled', 'delivered'])
    expect(ends.cancelled! / 2_000).toBeCloseTo(0.125, 1)
  })

  test('conservation: every record is refused, held, curated or a heartbeat', () => {
    const { records, refused, held, curated, heartbeats } = run.conservation

    const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0)
    expect(records).toBe(refusals + held + curated + heartbeats)
  })
})

test('O2 O6 the rare codes are provoked where asked for, and with them every code there is', () => {
  const run = runOf({ count: 1_000, rare: RARE_CODES })

  const letters = tally(rows(run, 'dlq').map((letter) => letter.error_code))

  expect(Object.keys(letters).sort()).toEqual([...DEAD_LETTER_CODES].sort())
  expect([letters.TOO_MANY_EVENTS, letters.ORPHAN_ORDER]).toEqual([5, 2])
})

test('shares are what was asked for', () => {
  const run = runOf({ count: 6_000, duplicates: 0.1, late: 0.2, malformed: 0.05 })
  const { DUPLICATE_EVENT = 0, ...malformed } = run.conservation.refused
  const faults = Object.values(malformed).reduce((sum, count) => sum + count, 0)

  expect(ordersIn(run)).toBe(6_000)
  expect(DUPLICATE_EVENT / soundIn(run)).toBeCloseTo(0.1, 2)
  expect(rows(run, 'late').length / 6_000).toBeCloseTo(0.2, 1)
  expect(faults / soundIn(run)).toBeCloseTo(0.05, 2)
})

test('M2 what is overtaken is not late, and what is to be late is', () => {
  const overtaken = runOf({ count: 400, late: 0, disorder: 1 })
  const late = runOf({ count: 400, late: 1, disorder: 0 })

  expect([rows(overtaken, 'late').length, rows(late, 'late').length]).toEqual([0, 400])
  expect(overtaken.conservation.held).toBeGreaterThan(150)
})

test.each([0.25, 5_000])(
  'M3 C2 a finished log leaves nothing open: a flush adds nothing, at %d orders a second',
  (rate) => {
    const records = [...generateOrders({ ...TOPIC, count: 300, ratePerSecond: rate })]

    expect(referenceRun(records, TOPIC)).toEqual(referenceRun(records, { ...TOPIC, flush: true }))
  },
)

test('a share of 0 leaves nothing but whole lives', () => {
  const run = runOf({ count: 400, duplicates: 0, late: 0, malformed: 0, disorder: 0, bursts: 0 })

  expect({ ...run.conservation, late: rows(run, 'late').length }).toMatchObject({ refused: {}, held: 0, late: 0 })
})
