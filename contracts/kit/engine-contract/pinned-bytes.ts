import { OUTPUT_NAMES, type OutputName } from '../../src/topics.ts'
import type { OutputEntry } from '../output-sequences.ts'
import { created, RawHistory, START_MS } from '../raw-history.ts'
import { readOutputs } from '../read-outputs.ts'
import { type EngineTest, filledLog, runOn, runToEnd } from './engine-test.ts'

/**
 * What the kit expects elsewhere is encoded by the codecs and placed by the hash that engines use too. Here both are
 * written down by hand, field by field, so that they can't be wrong together.
 */

const HOUR_MS = 3_600_000

const BODIES: Readonly<Record<OutputName, Readonly<Record<string, string>>>> = {
  curated: {
    order_id: '0261',
    customer_id: '16435553542d55532d303031',
    status: '00',
    currency: '06555344',
    amount: '040080',
    items_count: '02',
    region: '047573',
    tax: '020a',
    order_value_category: '00',
    merchant_id: '184d455243482d55532d303232',
    created_ts: '80f3c9848c65',
    updated_ts: '80f3c9848c65',
    event_count: '02',
    last_event_id: '4830303030303030302d303030302d343030302d383030302d303030303030303030303031',
    event_ts: '80f3c9848c65',
    source_timestamp: 'd082ca848c65',
    source_partition: '00',
    source_offset: '00',
  },
  customers: {
    customer_id: '16435553542d55532d303031',
    currency: '06555344',
    order_id: '0261',
    order_count: '02',
    total_amount: '040080',
    tier: '00',
    session_start: '80f3c9848c65',
    session_orders: '02',
    effective_ts: '80f3c9848c65',
    event_ts: '80f3c9848c65',
    source_timestamp: 'd082ca848c65',
    source_partition: '00',
    source_offset: '00',
  },
  metrics: {
    metric: '126d696e7574655f316d',
    dimension: '00',
    currency: '06555344',
    window_start: '80f3c9848c65',
    window_end: 'c09cd1848c65',
    order_count: '04',
    unique_customers: '02',
    total_amount: '0600807f',
    avg_order_value: '044040',
    max_order_value: '047fff',
  },
  late: {
    order_id: '0263',
    customer_id: '16435553542d55532d303031',
    currency: '06555344',
    amount: '06008000',
    event_ts: '80f3c9848c65',
    partition_max_ts: '80e7b88b8c65',
    late_for: [
      '06',
      '12726567696f6e5f356d04757380f3c9848c6506008000',
      '126d696e7574655f316d0080f3c9848c6506008000',
      '1663617465676f72795f31681a756e63617465676f72697a65648096ee828c6506008000',
      '00',
    ].join(''),
    source_timestamp: 'd082ca848c65',
    source_partition: '00',
    source_offset: '08',
  },
  dlq: {
    source_topic: '226f72646572732e6576656e74732e726177',
    source_partition: '00',
    source_offset: '04',
    source_timestamp: 'd082ca848c65',
    decided_offset: '04',
    original_key: '02026b',
    original_value: '02040100',
    error_type: '00',
    error_code: '164241445f4652414d494e47',
    error_message: '4276616c7565206973206e6f7420696e20436f6e666c75656e74206672616d696e67',
    attempted_order_id: '02026b',
  },
}

const KEYS: Readonly<Record<OutputName, string>> = {
  curated: 'a',
  customers: 'CUST-US-001|USD',
  metrics: 'minute_1m||USD|1736782200000',
  late: 'c',
  dlq: '0:2',
}

const bytes: EngineTest = {
  title: 'T6 T2 a record of each topic has, field by field, the bytes that are written down by hand',
  body: async (candidate) => {
    const history = new RawHistory()
    const timestampMs = START_MS + 1_000
    history.event({ orderId: 'a', atMs: START_MS, timestampMs, payload: created({ amount: 128 }) })
    history.event({ orderId: 'b', atMs: START_MS, timestampMs, payload: created({ amount: 32_767 }) })
    history.add({ key: Buffer.from('k'), timestampMs, content: { kind: 'value', value: Buffer.from([1, 0]) } })
    history.event({ atMs: START_MS + 2 * HOUR_MS })
    history.event({ orderId: 'c', atMs: START_MS, timestampMs, payload: created({ amount: 32_768 }) })
    const log = await filledLog(candidate, history)

    await runToEnd(candidate, log)

    const outputs = await readOutputs(log)
    const firsts = OUTPUT_NAMES.map((output) => [output, outputs[output][0]?.[0]] as const)
    expect(firsts.map(([output, first]) => [output, first?.key?.toString(), first?.body?.toString('hex')])).toEqual(
      OUTPUT_NAMES.map((output) => [output, KEYS[output], Object.values(BODIES[output]).join('')]),
    )
  },
}

const SEVEN = 7
/** Keys of every length modulo 4, hashes with the sign bit and without, bytes above 127. */
const PARTITIONS: Readonly<Record<string, number>> = {
  'CUST-US-001|USD': 2,
  'CUST-EU-1|EUR': 1,
  'plain|JPY': 5,
  'minute_1m||USD|1736782200000': 0,
  'region_5m|us|USD|1736782200000': 6,
  'category_1h|uncategorized|USD|1736780400000': 1,
  'minute_1m||EUR|1736782200000': 6,
  'region_5m|eu|EUR|1736782200000': 0,
  'category_1h|uncategorized|EUR|1736780400000': 4,
  'minute_1m||JPY|1736782200000': 4,
  'region_5m|ca|JPY|1736782200000': 4,
  'category_1h|～|JPY|1736780400000': 6,
  'category_1h|😀|JPY|1736780400000': 2,
}

const partitionsByKey = (sequences: readonly (readonly OutputEntry[])[]) =>
  sequences.flatMap((sequence, partition) => sequence.map(({ key }) => [String(key), partition] as const))

const partitions: EngineTest = {
  title: 'T6 E4 customers and metrics stand in the partitions that are written down by hand for their keys',
  body: async (candidate) => {
    const history = new RawHistory(SEVEN)
    const items = ['\uff5e', '\u{1f600}'].map((category) => ({ product_id: 'P', category, quantity: 1, unit_price: 1 }))
    const basket = { amount: 2, items_count: 2, items }
    for (const order of [
      created(),
      created({ customer_id: 'CUST-EU-1', currency: 'EUR' }),
      created({ customer_id: 'plain', currency: 'JPY', ...basket }),
    ])
      history.event({ orderId: order.customer_id, atMs: START_MS, payload: order })
    const log = await filledLog(candidate, history)

    await runOn(candidate, log, { flush: true })

    const { customers, metrics } = await readOutputs(log)
    expect(Object.fromEntries([...partitionsByKey(customers), ...partitionsByKey(metrics)])).toEqual(PARTITIONS)
  },
}

/** The bytes of records and the partitions of keys (T6, E4). */
export const pinnedTests: readonly EngineTest[] = [bytes, partitions]
