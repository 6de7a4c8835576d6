import { outputKeys } from './output-keys.ts'
import type { OutputRecords } from './output-records.ts'
import { OUTPUT_NAMES, type OutputName } from './topics.ts'

const RECORD = {
  order_id: 'ORD-1',
  customer_id: 'CUST-US-1',
  currency: 'USD',
  metric: 'region_5m',
  dimension: 'us',
  window_start: 300_000,
  source_partition: 3,
  source_offset: 42,
}

test('each output has the key that the contract gives it', () => {
  const keyOf = <Name extends OutputName>(name: Name): string =>
    outputKeys[name](RECORD as unknown as OutputRecords[Name])

  expect(Object.fromEntries(OUTPUT_NAMES.map((name) => [name, keyOf(name)]))).toEqual({
    curated: 'ORD-1',
    customers: 'CUST-US-1|USD',
    metrics: 'region_5m|us|USD|300000',
    late: 'ORD-1',
    dlq: '3:42',
  })
})
