import type { OutputName } from '@order-up/contracts'
import type { DatabaseClient } from '../database/client.ts'

/** The table of each output. */
export const TABLE_OF = {
  curated: 'orders',
  customers: 'customers',
  metrics: 'order_metrics',
  late: 'late_orders',
  dlq: 'dead_letters',
} as const satisfies Record<OutputName, string>
export type TableName = (typeof TABLE_OF)[OutputName]

const TABLE_NAMES = Object.values(TABLE_OF)

/** What SQL says of the tables as a whole. */
export interface DatabaseTotals {
  readonly rows: Readonly<Record<TableName, number>>
  /** Dead letters of refused records: all but orphans. */
  readonly refused: number
  /** Orders counted for customers. */
  readonly customerOrders: number
  /** Orders counted in minute windows, and those that came too late for theirs. */
  readonly minuteOrders: number
  readonly lateForMinute: number
  /** Currencies of which customers have spent another total than regions have taken, late orders included. */
  readonly unequalCurrencies: number
  readonly vips: number
  /** Records that were reported instead of merged, such as an order_id on a second partition. */
  readonly conflicts: number
}

const COUNTS = TABLE_NAMES.map((table) => `(SELECT count(*)::float8 FROM ${table}) AS rows_${table}`).join(',\n  ')

const TOTALS = `
WITH spent AS (
  SELECT currency, sum(total_amount) AS total FROM customers GROUP BY currency
), taken AS (
  SELECT currency, sum(amount) AS total FROM (
    SELECT currency, total_amount AS amount FROM order_metrics WHERE metric = 'region_5m'
    UNION ALL
    SELECT currency, (late ->> 'amount')::numeric
    FROM late_orders, jsonb_array_elements(late_for) AS late WHERE late ->> 'metric' = 'region_5m'
  ) AS placed GROUP BY currency
)
SELECT
  ${COUNTS},
  (SELECT count(*)::float8 FROM dead_letters WHERE error_code <> 'ORPHAN_ORDER') AS refused,
  (SELECT coalesce(sum(order_count), 0)::float8 FROM customers) AS customer_orders,
  (SELECT coalesce(sum(order_count), 0)::float8 FROM order_metrics WHERE metric = 'minute_1m') AS minute_orders,
  (SELECT count(*)::float8 FROM late_orders WHERE late_for @> '[{"metric": "minute_1m"}]') AS late_for_minute,
  (SELECT count(*)::float8 FROM spent FULL JOIN taken USING (currency)
   WHERE spent.total IS DISTINCT FROM taken.total) AS unequal_currencies,
  (SELECT count(*)::float8 FROM customers WHERE tier = 'VIP') AS vips,
  (SELECT count(*)::float8 FROM sink_conflicts) AS conflicts`

/** Asks the database for everything that has to add up. */
export const readTotals = async (client: DatabaseClient): Promise<DatabaseTotals> => {
  const { rows } = await client.query<Readonly<Record<string, number>>>(TOTALS)
  const of = (name: string): number => rows[0]![name]!
  return {
    rows: Object.fromEntries(TABLE_NAMES.map((table) => [table, of(`rows_${table}`)])) as DatabaseTotals['rows'],
    refused: of('refused'),
    customerOrders: of('customer_orders'),
    minuteOrders: of('minute_orders'),
    lateForMinute: of('late_for_minute'),
    unequalCurrencies: of('unequal_currencies'),
    vips: of('vips'),
    conflicts: of('conflicts'),
  }
}
