import { DEAD_LETTER_CODES, DEAD_LETTER_REASONS } from '../../src/dead-letter-codes.ts'
import { METRIC_NAMES } from '../../src/metric-table.ts'
import { partitionOf } from '../../src/murmur2.ts'
import { outputKeys } from '../../src/output-keys.ts'
import type { CuratedOrder, LateFor, OutputRecords } from '../../src/output-records.ts'
import { type OutputName, RAW_TOPIC } from '../../src/topics.ts'
import { type Random, randomFrom } from '../random.ts'
import { type Entry, PARTITIONS, shuffled } from './topic-contents.ts'

const START_MS = 1_700_000_000_000
const LAST_MS = 253_402_300_799_999
const PROCESSED_MS = 1_800_000_000_000

/** Texts that a careless statement gets wrong. */
const TRYING_TEXTS = [
  'books',
  '"quoted"',
  "it's",
  'back\\slash',
  '{a,b}',
  'NULL',
  'Bücher',
  '🎁',
  ' ',
  '',
  '%s $1',
  '\\x41',
]

/** Order ids whose order by bytes is not that of any language. */
const ORDER_IDS = ['a', 'A', 'b', 'B', 'a-b', 'a.b', 'a_b', 'aB', 'Ab', 'z:1', 'Z', '0', '00', '10', '9', 'order-1']

/** An entry before it is known when it was written. */
type Draft<Name extends OutputName> = Omit<Entry<Name>, 'timestampMs'>

const keyed = <Name extends OutputName>(output: Name, record: OutputRecords[Name]): Draft<Name> => ({
  output,
  partition: partitionOf(Buffer.from(outputKeys[output](record)), PARTITIONS),
  record,
})

/** The state of an order after one of its events; everything else in it follows from these. */
export const curatedOrder = (orderId: string, partition: number, offset: number): CuratedOrder => ({
  order_id: orderId,
  customer_id: `CUST-EU-${orderId}`,
  status: 'confirmed',
  currency: 'EUR',
  amount: 99_999_900 - offset,
  items_count: offset + 1,
  region: 'eu',
  tax: offset,
  order_value_category: 'large',
  merchant_id: 'MERCH-EU-001',
  created_ts: 0,
  updated_ts: LAST_MS,
  event_count: offset + 1,
  last_event_id: `00000000-0000-4000-8000-${String(offset).padStart(12, '0')}`,
  event_ts: START_MS + offset,
  source_timestamp: START_MS + offset * 2,
  source_partition: partition,
  source_offset: offset,
})

/** Orders of several events each, three of them with an order of the same id on the next partition. */
const curatedDrafts = (random: Random): readonly Draft<'curated'>[] => {
  const homes = ORDER_IDS.map((id) => ({ id, partition: random.integer(PARTITIONS) }))
  const twins = homes.slice(0, 3).map(({ id, partition }) => ({ id, partition: (partition + 1) % PARTITIONS }))
  const events = shuffled(
    [...homes, ...twins].flatMap((order) => Array.from({ length: 1 + random.integer(4) }, () => order)),
    random,
  )
  return events.map(({ id, partition }, offset) => ({
    output: 'curated',
    partition,
    record: curatedOrder(id, partition, offset),
  }))
}

const customerDrafts = (random: Random): readonly Draft<'customers'>[] =>
  ['EUR', 'USD'].flatMap((currency) =>
    Array.from({ length: 4 }, (_, customer) =>
      Array.from({ length: 1 + random.integer(4) }, (_, earlier) =>
        keyed('customers', {
          customer_id: `CUST-US-${customer}`,
          currency,
          order_id: random.pick(ORDER_IDS),
          order_count: earlier + 1,
          total_amount: 999_999_999_999_990 + earlier,
          tier: random.chance(50) ? 'VIP' : 'REGULAR',
          session_start: START_MS,
          session_orders: earlier + 1,
          effective_ts: START_MS + earlier,
          event_ts: START_MS + earlier,
          source_timestamp: START_MS + earlier,
          source_partition: random.integer(PARTITIONS),
          source_offset: earlier,
        }),
      ),
    ).flat(),
  )

const metricDrafts = (random: Random): readonly Draft<'metrics'>[] =>
  TRYING_TEXTS.map((dimension) =>
    keyed('metrics', {
      metric: random.pick(METRIC_NAMES),
      dimension,
      currency: 'EUR',
      window_start: random.pick([0, START_MS, LAST_MS - 60_000]),
      window_end: LAST_MS,
      order_count: 1 + random.integer(9),
      unique_customers: 1,
      total_amount: random.integer(1_000_000),
      avg_order_value: random.integer(1_000),
      max_order_value: 0,
    }),
  )

const lateDrafts = (random: Random): readonly Draft<'late'>[] =>
  TRYING_TEXTS.map((dimension, offset) => {
    const lateFor: LateFor = {
      metric: 'category_1h',
      dimension,
      window_start: START_MS,
      amount: random.integer(99_999),
    }
    const partition = random.integer(PARTITIONS)
    return {
      output: 'late',
      partition,
      record: {
        order_id: random.pick(ORDER_IDS),
        customer_id: 'CUST-AU-1',
        currency: 'AUD',
        amount: 99_999_999,
        event_ts: START_MS,
        partition_max_ts: LAST_MS,
        late_for: random.chance(50) ? [lateFor] : [{ ...lateFor, dimension: '' }, lateFor],
        source_timestamp: START_MS,
        source_partition: partition,
        source_offset: offset,
      },
    }
  })

const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

const letterDrafts = (random: Random): readonly Draft<'dlq'>[] =>
  DEAD_LETTER_CODES.map((code, offset) => {
    const partition = random.integer(PARTITIONS)
    return {
      output: 'dlq',
      partition,
      record: {
        source_topic: RAW_TOPIC,
        source_partition: partition,
        source_offset: offset,
        source_timestamp: random.pick([-1, 0, START_MS, LAST_MS + 60_001]),
        decided_offset: offset + random.integer(9),
        original_key: random.pick([null, Buffer.alloc(0), ALL_BYTES]),
        original_value: random.pick([null, Buffer.alloc(0), ALL_BYTES]),
        error_type: DEAD_LETTER_REASONS[code].type,
        error_code: code,
        error_message: DEAD_LETTER_REASONS[code].message,
        attempted_order_id: random.pick([null, ...ORDER_IDS]),
      },
    }
  })

/** Some hundred records of every output, in the order in which an engine writes them; trying in every way allowed. */
export const sinkEntries = (seed: number): readonly Entry[] => {
  const random = randomFrom(seed)
  const drafts = [
    ...curatedDrafts(random),
    ...customerDrafts(random),
    ...metricDrafts(random),
    ...lateDrafts(random),
    ...letterDrafts(random),
  ]
  return drafts.map((draft, at) => ({ ...draft, timestampMs: PROCESSED_MS + at }) as Entry)
}
