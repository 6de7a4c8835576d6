import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Captured, captureCli, inFolder } from '../testing/capture-cli.ts'

const event = (order_id: string, amount = '12.50') => ({
  event_id: '00000000-0000-4000-8000-000000000001',
  event_type: 'ORDER_CREATED',
  event_ts: 1736782200000,
  order_id,
  schema_version: 1,
  payload: {
    type: 'OrderCreated',
    customer_id: 'CUST-US-001',
    currency: 'USD',
    amount,
    items_count: 1,
    items: [{ product_id: 'P1', category: 'Books', quantity: 1, unit_price: amount }],
  },
})

const RECORDS = [
  { key: 'A', timestamp: 1000, event: event('A') },
  { key: 'B', timestamp: 1001, event: event('B') },
  { key: 'A', timestamp: 1002, value_hex: null },
  { key: 'A', timestamp: 1003, value_hex: '7b7d' },
  { key: 'A', timestamp: 1004, value_hex: '000000000900' },
  { key: 'A', timestamp: 1005, value_hex: '000000000100' },
  { key_hex: 'ff', timestamp: 1006, partition: 2, value_hex: '00'.repeat(1_048_577) },
]

const linesOf = (records: readonly object[]): string => records.map((record) => JSON.stringify(record)).join('\n')

const peekAt = (content: string | Buffer, ...words: readonly string[]): Promise<Captured> =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'raw'), content)
    return captureCli(['peek', 'raw', ...words], { folder })
  })

const shownBy = ({ stdout }: Captured): readonly Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

test('records are shown decoded, each with the place that a log would give it', async () => {
  const captured = await peekAt(linesOf(RECORDS.slice(0, 2)))

  expect([captured.exitCode, captured.stderr, shownBy(captured)]).toEqual([
    0,
    '',
    [
      { partition: 2, offset: 0, timestamp: 1000, key: 'A', event: event('A') },
      { partition: 0, offset: 0, timestamp: 1001, key: 'B', event: event('B') },
    ],
  ])
})

test('V1 to V4 a record that does not decode is shown with its bytes and the reason, and hides nothing behind it', async () => {
  const shown = shownBy(await peekAt(linesOf(RECORDS)))

  expect(shown.slice(2).map(({ value_hex, error }) => [String(value_hex).slice(0, 12), error])).toEqual([
    ['null', { code: 'NULL_VALUE', message: 'record has no value' }],
    ['7b7d', { code: 'BAD_FRAMING', message: 'value is not in Confluent framing' }],
    ['000000000900', { code: 'UNKNOWN_SCHEMA_ID', message: 'schema id is not known to the registry' }],
    ['000000000100', { code: 'BAD_AVRO', message: 'value is not valid Avro for its schema' }],
    ['000000000000', { code: 'TOO_LARGE', message: 'record is too large' }],
  ])
  expect(shown.at(-1)).toMatchObject({ partition: 2, offset: 5, key_hex: 'ff' })
})

test('what is shown can be read again and shows the same', async () => {
  const first = await peekAt(gzipSync(linesOf(RECORDS)))
  const again = await peekAt(first.stdout)

  expect(again).toEqual(first)
})

test('--key, --partition and --limit choose, and offsets stay those of the whole file', async () => {
  const file = linesOf(RECORDS)
  const chosen = await Promise.all([
    peekAt(file, '--key', 'A', '--limit', '2'),
    peekAt(file, '--partition', '0'),
    peekAt(file, '--partitions', '1', '--key', 'B'),
  ])

  expect(chosen.map(shownBy).map((shown) => shown.map(({ partition, offset }) => `${partition}:${offset}`))).toEqual([
    ['2:0', '2:1'],
    ['0:0'],
    ['0:1'],
  ])
})

test('a line that is no record ends it with its number', async () => {
  const captured = await peekAt(`${linesOf(RECORDS.slice(0, 1))}\n{"key":"A"}\n`)

  expect([captured.exitCode, shownBy(captured).length, captured.stderr]).toEqual([
    2,
    1,
    expect.stringMatching(/^error\[OU1102\] line is not a JSON event: .*raw line 2: /),
  ])
})
