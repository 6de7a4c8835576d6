import { METRIC_NAMES } from '@order-up/contracts'
import { type Align, alignRows } from '../terminal/align.ts'
import type { Paint } from '../terminal/paint.ts'
import { type Equation, holds } from './conservation.ts'
import type { DeadLetterRow, DemoReport, LateRow, OrderStory, PromotionStory, WindowRow } from './demo-report.ts'

type Lines = readonly string[]

const MINUTE_MS = 60_000

const count = (number: number): string => number.toLocaleString('en')
const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
const minute = (ms: number): string => time(ms).slice(0, 16)
const plural = (number: number, one: string): string => `${count(number)} ${one}${number === 1 ? '' : 's'}`
const indent = (lines: Lines): Lines => lines.map((line) => (line === '' ? '' : `  ${line}`))

const WIDTH = 100

/** A line that fits, its end left out where it has to be. */
const clip = (line: string): string => (line.length <= WIDTH - 2 ? line : `${line.slice(0, WIDTH - 5)}...`)

const section = (paint: Paint, title: string, lines: Lines): Lines => [
  '',
  paint('bold', title),
  ...indent(lines.length === 0 ? ['none'] : lines),
]

const conservationLines = ({ seen, summary }: DemoReport): Lines =>
  alignRows(
    [
      ['raw records', count(seen.raw), ''],
      ['  refused', count(seen.refused), 'dead letters, by reason below'],
      [
        '  held',
        count(summary.held),
        `came before their order did${seen.orphans > 0 ? `; ${count(seen.orphans)} never saw it` : ''}`,
      ],
      ['  curated', count(seen.outputs.curated), 'each a new state of its order'],
      ['  heartbeats', count(seen.heartbeats), 'carry time through idle partitions'],
    ],
    ['left', 'right', 'left'],
  )

const tableLines = ({ tables, conflicts }: DemoReport): Lines => [
  ...alignRows(
    [
      ['table', 'rows', 'topic', 'records'],
      ...tables.map(({ table, rows, topic, records }) => [table, count(rows), topic, count(records)]),
    ],
    ['left', 'right', 'left', 'right'],
  ),
  ...(conflicts === 0 ? [] : [`${plural(conflicts, 'record')} not merged, for its order is on another partition too`]),
]

const equationLines = (equations: readonly Equation[], paint: Paint): Lines => {
  const broken = equations.filter((equation) => !holds(equation))
  if (broken.length === 0) return [`${paint('green', 'ok')}  ${equations.length} sums checked, all of them add up`]
  return broken.map(
    ({ says, left, right }) => `${paint('red', 'WRONG')}  ${says}: ${count(left)} is not ${count(right)}`,
  )
}

const orderLines = ({ orderId, customerId, region, currency, steps, now }: OrderStory): Lines => [
  `${orderId}  ${customerId}  ${region}`,
  ...indent(
    alignRows(
      steps.map(({ atMs, status, amount, items, events }, at) => [
        time(atMs),
        status,
        `${amount} ${currency}`,
        plural(items, 'item'),
        at === 0 && events > 1 ? `${count(events - 1)} held until it was created` : '',
      ]),
      ['left', 'left', 'right', 'right', 'left'],
    ),
  ),
  now === null
    ? '  no longer in orders'
    : `  in orders now: ${now.status}, ${now.amount} ${currency}, ${plural(now.events, 'event')}`,
]

/** Rows under their head; nothing where there are none. */
const tableOf = (head: readonly string[], rows: readonly (readonly string[])[], aligns: readonly Align[]): Lines =>
  rows.length === 0 ? [] : alignRows([head, ...rows], aligns)

const windowLines = (windows: readonly WindowRow[]): Lines =>
  tableOf(
    ['window (UTC)', 'region', 'currency', 'orders', 'customers', 'total', 'average', 'greatest'],
    windows.map((row) => [
      minute(row.startMs),
      row.region,
      row.currency,
      count(row.orders),
      count(row.customers),
      row.total,
      row.average,
      row.greatest,
    ]),
    ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
  )

const promotionLines = (story: PromotionStory): Lines => {
  const { customerId, currency, orderId, before, after, now } = story
  const standing = ({ orders, total }: PromotionStory['before']): string =>
    `${plural(orders, 'order')}, ${total} ${currency}`
  return [
    `${customerId} with ${standing(before)}`,
    `placed ${orderId} and became VIP with ${standing(after)}`,
    now === null ? 'no longer in customers' : `in customers now: ${now.tier}, ${standing(now)}`,
  ]
}

const lateLines = (late: readonly LateRow[]): Lines =>
  alignRows(
    late.map(({ orderId, amount, currency, eventMs, behindMs, lateFor }) => [
      orderId,
      `${amount} ${currency}`,
      `of ${minute(eventMs)}`,
      `${count(Math.round(behindMs / MINUTE_MS))} min behind`,
      `missed ${lateFor.length === METRIC_NAMES.length ? 'all its windows' : lateFor.join(', ')}`,
    ]),
    ['left', 'right', 'left', 'right', 'left'],
  )

const letterLines = (letters: readonly DeadLetterRow[]): Lines =>
  tableOf(
    ['code', 'letters', 'first at', 'because'],
    letters.map(({ code, letters: number, message, example }) => [
      code,
      count(number),
      `${example.partition}:${example.offset}`,
      message,
    ]),
    ['left', 'right', 'right', 'left'],
  ).map(clip)

/** What a newcomer wants to see of a run, as lines of at most a hundred columns. */
export const reportLines = (report: DemoReport, paint: Paint): Lines => {
  const { database, seen, customers, promotion } = report
  const seconds = (report.durationMs / 1_000).toFixed(1)
  const where = `PostgreSQL ${database.version}${database.local ? '' : `, schema ${database.schema}`}`
  return [
    `${report.source} through engine ${report.engine} into ${where} in ${seconds} s`,
    ...section(paint, 'Where every raw record went', conservationLines(report)),
    ...section(paint, 'What is in the database', tableLines(report)),
    '',
    ...indent(equationLines(report.equations, paint)),
    ...section(
      paint,
      'A few orders and what happened to them (topic orders.orders.curated, then table orders)',
      report.orders.flatMap((order, at) => (at === 0 ? orderLines(order) : ['', ...orderLines(order)])),
    ),
    ...section(paint, 'Orders by region in the busiest five minutes (order_metrics)', windowLines(report.windows)),
    ...section(
      paint,
      `Customers: ${count(customers.total)}, of whom VIP ${count(customers.vip)}`,
      promotion === null ? ['nobody became VIP by a further order'] : promotionLines(promotion),
    ),
    ...section(
      paint,
      `Late orders: ${count(seen.outputs.late)} came after a window of theirs had closed (late_orders)`,
      lateLines(report.late),
    ),
    ...section(
      paint,
      `Dead letters: ${count(seen.outputs.dlq)}, by reason (dead_letters)`,
      letterLines(report.deadLetters),
    ),
  ]
}
