import type { DatabaseClient } from '../database/client.ts'
import type { DeadLetterRow, LateRow, OrderStory, PromotionStory, WindowRow } from './demo-report.ts'

/** Epoch ms of a column; all instants of the contract fit a float8. */
const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`

const WINDOWS = `
WITH busiest AS (
  SELECT window_start FROM order_metrics WHERE metric = 'region_5m'
  GROUP BY window_start ORDER BY sum(order_count) DESC, window_start LIMIT 1
)
SELECT ${ms('window_start')} AS "startMs", dimension AS region, currency, order_count::float8 AS orders,
  unique_customers::float8 AS customers, total_amount AS total, avg_order_value AS average, max_order_value AS greatest
FROM order_metrics JOIN busiest USING (window_start)
WHERE metric = 'region_5m' ORDER BY dimension, currency LIMIT 12`

/** The regional windows of the five minutes in which most orders were placed. */
export const readWindows = async (client: DatabaseClient): Promise<readonly WindowRow[]> =>
  (await client.query<WindowRow>(WINDOWS)).rows

/** Where orders stand now, by order_id. */
export const readOrders = async (
  client: DatabaseClient,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<OrderStory['now']>>> => {
  const { rows } = await client.query<NonNullable<OrderStory['now']> & { readonly order_id: string }>(
    'SELECT order_id, status, amount, event_count AS events FROM orders WHERE order_id = ANY($1)',
    [orderIds],
  )
  return new Map(rows.map(({ order_id, ...now }) => [order_id, now]))
}

/** Where a customer stands now; null where the table has none. */
export const readCustomer = async (
  client: DatabaseClient,
  customer: { readonly customer_id: string; readonly currency: string },
): Promise<PromotionStory['now']> => {
  const { rows } = await client.query<NonNullable<PromotionStory['now']>>(
    `SELECT order_count::float8 AS orders, total_amount AS total, tier FROM customers
     WHERE customer_id = $1 AND currency = $2`,
    [customer.customer_id, customer.currency],
  )
  return rows[0] ?? null
}

const LATE = `
SELECT order_id AS "orderId", amount, currency, ${ms('event_ts')} AS "eventMs",
  ${ms('partition_max_ts')} - ${ms('event_ts')} AS "behindMs",
  ARRAY(SELECT DISTINCT late ->> 'metric' FROM jsonb_array_elements(late_for) AS late ORDER BY 1) AS "lateFor"
FROM late_orders ORDER BY jsonb_array_length(late_for) DESC, source_partition, source_offset LIMIT 3`

/** The orders that came too late for the most windows. */
export const readLate = async (client: DatabaseClient): Promise<readonly LateRow[]> =>
  (await client.query<LateRow>(LATE)).rows

const DEAD_LETTERS = `
SELECT code, type, message, letters, source_partition AS partition, source_offset::float8 AS "offset", original_key AS key
FROM (
  SELECT error_code AS code, error_type AS type, error_message AS message, source_partition, source_offset, original_key,
    count(*) OVER (PARTITION BY error_code)::float8 AS letters,
    row_number() OVER (PARTITION BY error_code ORDER BY source_offset, source_partition) AS nth
  FROM dead_letters
) AS numbered
WHERE nth = 1 ORDER BY letters DESC, code`

interface LetterRow extends Omit<DeadLetterRow, 'example'> {
  readonly partition: number
  readonly offset: number
  readonly key: Buffer | null
}

/** Dead letters by reason, the most frequent first, each with the first record that met it. */
export const readDeadLetters = async (client: DatabaseClient): Promise<readonly DeadLetterRow[]> => {
  const { rows } = await client.query<LetterRow>(DEAD_LETTERS)
  return rows.map(({ partition, offset, key, ...row }) => ({
    ...row,
    example: { partition, offset, key: key?.toString() ?? null },
  }))
}
