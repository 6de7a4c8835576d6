import {
  type CuratedOrder,
  type LoadRecord,
  type OutputName,
  type OutputRecords,
  outputCodecs,
} from '@order-up/contracts'
import { planRows } from './plan-rows.ts'

const order = (fields: Partial<CuratedOrder>): CuratedOrder => ({
  order_id: 'o1',
  customer_id: 'c1',
  status: 'confirmed',
  currency: 'EUR',
  amount: 100,
  items_count: 1,
  region: 'eu',
  tax: 19,
  order_value_category: 'small',
  merchant_id: 'MERCH-EU-001',
  created_ts: 0,
  updated_ts: 0,
  event_count: 1,
  last_event_id: '00000000-0000-4000-8000-000000000000',
  event_ts: 0,
  source_timestamp: 0,
  source_partition: 0,
  source_offset: 0,
  ...fields,
})

const loaded = <Name extends OutputName>(output: Name, record: OutputRecords[Name], offset: number): LoadRecord => ({
  partition: 'source_partition' in record ? record.source_partition : 0,
  offset,
  timestampMs: 1_000 + offset,
  key: null,
  value: outputCodecs[output].encode(record, offset),
})

/** Offset of each row that a batch comes to, and why it is refused. */
const planned = (output: OutputName, records: readonly LoadRecord[]) =>
  planRows({ output, spans: [], records }).map(({ key, record, refused }) => ({ key, offset: record.offset, refused }))

const plannedOrders = (...orders: readonly Partial<CuratedOrder>[]) =>
  planned(
    'curated',
    orders.map((fields, offset) => loaded('curated', order(fields), offset)),
  )

test('of an order the record of the highest source_offset is merged, wherever it stands in the batch', () => {
  const rows = plannedOrders({ source_offset: 5 }, { source_offset: 9 }, { source_offset: 7 }, { order_id: 'o2' })

  expect(rows).toEqual([
    { key: 'o1', offset: 1, refused: null },
    { key: 'o2', offset: 3, refused: null },
  ])
})

test('a record that comes twice is merged once, whatever schema id its bytes are framed with', () => {
  expect(plannedOrders({}, {}, {})).toEqual([{ key: 'o1', offset: 0, refused: null }])
})

test('a record of the same version that says something else is reported, the first one merged', () => {
  expect(plannedOrders({ amount: 1 }, { amount: 2 })).toEqual([
    { key: 'o1', offset: 0, refused: null },
    { key: 'o1', offset: 1, refused: 'different_content' },
  ])
})

test('an order_id on two partitions is merged from the lower one, every record of the other reported', () => {
  const rows = plannedOrders(
    { source_partition: 2, source_offset: 8 },
    { source_partition: 1, source_offset: 3 },
    { source_partition: 2, source_offset: 9 },
  )

  expect(rows).toEqual([
    { key: 'o1', offset: 1, refused: null },
    { key: 'o1', offset: 0, refused: 'second_partition' },
    { key: 'o1', offset: 2, refused: 'second_partition' },
  ])
})

test('a metric is written once: the first record of its key is merged', () => {
  const metric: OutputRecords['metrics'] = {
    metric: 'minute_1m',
    dimension: '',
    currency: 'EUR',
    window_start: 60_000,
    window_end: 120_000,
    order_count: 1,
    unique_customers: 1,
    total_amount: 1,
    avg_order_value: 1,
    max_order_value: 1,
  }

  const rows = planned(
    'metrics',
    [metric, metric, { ...metric, order_count: 2 }].map((m, at) => loaded('metrics', m, at)),
  )

  expect(rows).toEqual([
    { key: 'minute_1m||EUR|60000', offset: 0, refused: null },
    { key: 'minute_1m||EUR|60000', offset: 2, refused: 'different_content' },
  ])
})

test.each([
  ['null', null],
  ['no Avro', Buffer.from('000000000101', 'hex')],
])('OU7003 names the record whose value is %s', (_, value) => {
  const record: LoadRecord = { partition: 3, offset: 42, timestampMs: 0, key: null, value }

  expect(() => planRows({ output: 'curated', spans: [], records: [record] })).toThrow(
    expect.objectContaining({
      code: 'OU7003',
      message: 'database refuses a record: orders.orders.curated/3@42 does not decode',
    }),
  )
})
