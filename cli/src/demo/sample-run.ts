import type { RunSummary } from '@order-up/contracts'
import type { Counted } from './conservation.ts'
import type { DatabaseTotals } from './database-totals.ts'
import type { DemoReport } from './demo-report.ts'
import type { Observations } from './witness.ts'

/** A run in which everything adds up: 3 orders of 2 customers, one of them late, 2 refused records, 1 held event. */
const seen: Observations = {
  raw: 10,
  heartbeats: 2,
  refused: 2,
  orphans: 1,
  outputs: { curated: 5, customers: 3, metrics: 4, late: 1, dlq: 3 },
  orders: 3,
  customers: 2,
}

const summary: RunSummary = {
  records: 10,
  refused: { BAD_AVRO: 2 },
  held: 1,
  curated: 5,
  heartbeats: 2,
  outputs: seen.outputs,
  commits: 1,
}

const tables: DatabaseTotals = {
  rows: { orders: 3, customers: 2, order_metrics: 4, late_orders: 1, dead_letters: 3 },
  refused: 2,
  customerOrders: 3,
  minuteOrders: 2,
  lateForMinute: 1,
  unequalCurrencies: 0,
  vips: 1,
  conflicts: 0,
}

export const SAMPLE_COUNTS: Counted = { sent: 10, seen, summary, tables }

const AT_MS = 1_736_782_200_000
const LONG_ID = 'ORD-'.padEnd(64, '0')

/** A report with texts as long as the contract lets them be. */
export const SAMPLE_REPORT: DemoReport = {
  engine: 'simple',
  source: '5,000 orders of seed 1',
  database: { version: '18.4', local: true, schema: 'order_up_demo' },
  durationMs: 2_345,
  sent: 10,
  seen,
  summary,
  tables: [{ table: 'orders', rows: 3, topic: 'orders.orders.curated', records: 5 }],
  conflicts: 2,
  equations: [],
  ok: true,
  orders: [
    {
      orderId: LONG_ID,
      customerId: 'CUST-UK-17850',
      region: 'uk',
      currency: 'GBP',
      steps: [
        { atMs: AT_MS, status: 'pending_payment', amount: '999999.99', items: 1, events: 2 },
        { atMs: AT_MS + 60_000, status: 'delivered', amount: '12.50', items: 40, events: 3 },
      ],
      now: { status: 'delivered', amount: '12.50', events: 3 },
    },
  ],
  windows: [
    {
      startMs: AT_MS,
      region: 'uk',
      currency: 'GBP',
      orders: 1_234,
      customers: 1_000,
      total: '1234567.89',
      average: '1000.46',
      greatest: '999999.99',
    },
  ],
  customers: { total: 2, vip: 1 },
  promotion: {
    customerId: 'CUST-UK-17850',
    currency: 'GBP',
    orderId: 'ORD-1',
    before: { orders: 9, total: '900.00' },
    after: { orders: 10, total: '990.00' },
    now: { orders: 12, total: '1100.00', tier: 'VIP' },
  },
  late: [
    {
      orderId: 'ORD-2',
      amount: '12.50',
      currency: 'GBP',
      eventMs: AT_MS,
      behindMs: 1_260_000,
      lateFor: ['category_1h', 'minute_1m', 'region_5m'],
    },
  ],
  deadLetters: [
    {
      code: 'BAD_ITEM',
      type: 'BUSINESS_RULE_VIOLATION',
      message: 'every item needs a product, a category, a quantity of at least 1 and a price',
      letters: 2,
      example: { partition: 3, offset: 17, key: 'ORD-3' },
    },
  ],
}
