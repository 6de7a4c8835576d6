import { type OutputRecords, outputCodecs } from '@order-up/contracts'
import { peekedOutput } from './peeked-output.ts'

const METRIC: OutputRecords['metrics'] = {
  metric: 'minute_1m',
  dimension: '',
  currency: 'EUR',
  window_start: 0,
  window_end: 60_000,
  order_count: 2,
  unique_customers: 1,
  total_amount: 1_250,
  avg_order_value: 625,
  max_order_value: 1_000,
}

test('an output is shown with its place, its key and money as text; what does not decode with its bytes and why', () => {
  const value = outputCodecs.metrics.encode(METRIC, 9)
  const at = { partition: 3, offset: 5, timestampMs: 7, key: Buffer.from('k') }

  const lines = [value, Buffer.from('7b7d', 'hex'), value.subarray(0, 9), null].map((each) =>
    JSON.parse(peekedOutput({ ...at, value: each }, 'metrics')),
  )

  expect(lines).toMatchObject([
    {
      partition: 3,
      offset: 5,
      timestamp: 7,
      key: 'k',
      record: { ...METRIC, total_amount: '12.50', avg_order_value: '6.25', max_order_value: '10.00' },
    },
    { value_hex: '7b7d', error: { message: 'value is not in Confluent framing' } },
    { value_hex: value.subarray(0, 9).toString('hex'), error: { message: 'value is not valid Avro for its schema' } },
    { value_hex: null, error: { message: 'record has no value' } },
  ])
})
