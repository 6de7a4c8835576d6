import { outputCodecs } from '../src/output-codecs.ts'
import { differencesBetween, differenceText } from './differences.ts'
import { type OutputEntry, type OutputSequences, outputSequences } from './output-sequences.ts'

const metric = (windowStart: number, totalMinor: number, key = `m${windowStart}`): OutputEntry => ({
  key: Buffer.from(key),
  body: outputCodecs.metrics.encodeBody({
    metric: 'minute_1m',
    dimension: '',
    currency: 'USD',
    window_start: windowStart,
    window_end: windowStart + 60_000,
    order_count: 1,
    unique_customers: 1,
    total_amount: totalMinor,
    avg_order_value: totalMinor,
    max_order_value: 1_000,
  }),
})

const sequences = (metrics: readonly OutputEntry[]): OutputSequences =>
  outputSequences(2, (output, partition) => (output === 'metrics' && partition === 1 ? metrics : []))

const lines = (expected: readonly OutputEntry[], actual: readonly OutputEntry[]): readonly string[] =>
  differencesBetween(sequences(expected), sequences(actual)).map(differenceText)

test('equal sequences do not differ', () => {
  expect(lines([metric(0, 1_000), metric(60_000, 1_000)], [metric(0, 1_000), metric(60_000, 1_000)])).toEqual([])
})

test('a field that differs is named, money as text', () => {
  expect(lines([metric(0, 1_000)], [metric(0, 1_001)])).toEqual([
    'orders.metrics/1 record 0 total_amount: expected "10.00", got "10.01"',
    'orders.metrics/1 record 0 avg_order_value: expected "10.00", got "10.01"',
  ])
})

test('a key that differs is named', () => {
  expect(lines([metric(0, 1_000)], [metric(0, 1_000, 'other')])).toEqual([
    'orders.metrics/1 record 0 key: expected "m0", got "other"',
  ])
})

test('E4 records in another order are named once', () => {
  const [first, second] = [metric(0, 1_000), metric(60_000, 1_000)]

  expect(lines([first, second], [second, first])).toEqual([
    'orders.metrics/1 record 0 order: expected "m0", got "m60000"',
  ])
})

test('a record that is missing does not make its successors differ', () => {
  const all = [0, 60_000, 120_000].map((start) => metric(start, 1_000))

  expect(differencesBetween(sequences(all), sequences(all.slice(1)))).toEqual([
    {
      topic: 'orders.metrics',
      partition: 1,
      index: 0,
      field: 'record',
      expected: expect.stringContaining('"window_start":0,'),
      actual: 'nothing',
    },
  ])
})

test('a record that is there twice, or is no record at all, is shown', () => {
  const broken = { key: null, body: Buffer.from('07', 'hex') }

  expect(lines([metric(0, 1_000)], [metric(0, 1_000), metric(0, 1_000), broken, { key: null, body: null }])).toEqual([
    expect.stringMatching(/^orders.metrics\/1 record 1 record: expected nothing, got {"metric":"minute_1m"/),
    'orders.metrics/1 record 2 record: expected nothing, got null 07',
    'orders.metrics/1 record 3 record: expected nothing, got null not in Confluent framing',
  ])
})

test('T6 bytes that decode to the same record differ all the same', () => {
  const whole = metric(0, 1_000)
  const body = whole.body as Buffer
  const padded = Buffer.concat([body.subarray(0, -3), Buffer.from([6, 0]), body.subarray(-2)])

  expect(lines([whole], [{ ...whole, body: padded }])).toEqual([
    `orders.metrics/1 record 0 bytes: expected ${body.toString('hex')}, got ${padded.toString('hex')}`,
  ])
})
