import { formatMoney, OUTPUT_NAMES, OUTPUT_TOPICS } from '@order-up/contracts'
import type { DatabaseClient } from '../database/client.ts'
import { conservation, holds } from './conservation.ts'
import { readCustomer, readDeadLetters, readLate, readOrders, readWindows } from './database-stories.ts'
import { readTotals, TABLE_OF } from './database-totals.ts'
import type { DemoReport, OrderStory, PromotionStory } from './demo-report.ts'
import type { OrderHistory } from './order-diary.ts'
import type { PipelineResult } from './run-pipeline.ts'
import type { Witness } from './witness.ts'

/** What the report says of the run as a whole. */
export type RunFacts = Pick<DemoReport, 'engine' | 'source' | 'database' | 'durationMs'>

const STORIES = 4

const storyOf = (history: OrderHistory, now: OrderStory['now'] | undefined): OrderStory => {
  const { order_id, customer_id, region, currency } = history[0]!
  return {
    orderId: order_id,
    customerId: customer_id,
    region,
    currency,
    steps: history.map(({ event_ts, status, amount, items_count, event_count }) => ({
      atMs: event_ts,
      status,
      amount: formatMoney(amount),
      items: items_count,
      events: event_count,
    })),
    now: now ?? null,
  }
}

const orderStories = async (client: DatabaseClient, { orderDiary }: Witness): Promise<readonly OrderStory[]> => {
  const histories = orderDiary.pick(STORIES)
  const now = await readOrders(
    client,
    histories.map(([first]) => first!.order_id),
  )
  return histories.map((history) => storyOf(history, now.get(history[0]!.order_id)))
}

const promotionStory = async (client: DatabaseClient, { customerDiary }: Witness): Promise<PromotionStory | null> => {
  const promotion = customerDiary.pick()
  if (promotion === undefined) return null
  const { before, after } = promotion
  const standing = ({ order_count, total_amount }: typeof before) => ({
    orders: order_count,
    total: formatMoney(total_amount),
  })
  return {
    customerId: after.customer_id,
    currency: after.currency,
    orderId: after.order_id,
    before: standing(before),
    after: standing(after),
    now: await readCustomer(client, after),
  }
}

/** Reads back from the database what a run has come to, and holds it against what a witness saw in the topics. */
export const makeReport = async (client: DatabaseClient, run: PipelineResult, facts: RunFacts): Promise<DemoReport> => {
  const tables = await readTotals(client)
  const { produced, summary, witness } = run
  const seen = witness.observations
  const equations = conservation({ sent: produced.records, seen, summary, tables })
  return {
    ...facts,
    sent: produced.records,
    seen,
    summary,
    tables: OUTPUT_NAMES.map((output) => ({
      table: TABLE_OF[output],
      rows: tables.rows[TABLE_OF[output]],
      topic: OUTPUT_TOPICS[output],
      records: seen.outputs[output],
    })),
    conflicts: tables.conflicts,
    equations,
    ok: equations.every(holds),
    orders: await orderStories(client, witness),
    windows: await readWindows(client),
    customers: { total: tables.rows.customers, vip: tables.vips },
    promotion: await promotionStory(client, witness),
    late: await readLate(client),
    deadLetters: await readDeadLetters(client),
  }
}
