import { type CuratedOrder, type LoadRecord, outputCodecs } from '@order-up/contracts'

/** A workload of order rows: how many there are before, and how many are then loaded, half of them new orders. */
export interface WorkloadSize {
  readonly stored: number
  readonly loaded: number
  readonly partitions: number
}

const START_MS = 1_700_000_000_000

const orderRow = (id: number, partition: number, offset: number): CuratedOrder => {
  const eventMs = START_MS + offset * 40
  return {
    order_id: `order-${id.toString(36).padStart(8, '0')}`,
    customer_id: `CUST-EU-${id % 5_000}`,
    status: offset % 3 === 0 ? 'confirmed' : 'pending_payment',
    currency: 'EUR',
    amount: 1_000 + (offset % 90_000),
    items_count: 1 + (offset % 5),
    region: 'eu',
    tax: 190 + (offset % 9_000),
    order_value_category: 'medium',
    merchant_id: `MERCH-EU-0${10 + (id % 90)}`,
    created_ts: eventMs,
    updated_ts: eventMs,
    event_count: 1,
    last_event_id: `00000000-0000-4000-8000-${offset.toString(16).padStart(12, '0')}`,
    event_ts: eventMs,
    source_timestamp: eventMs + 15,
    source_partition: partition,
    source_offset: offset,
  }
}

/** The records of a workload, all in the same order on every run; the first `stored` of them make the rows before. */
export const curatedWorkload = ({ stored, loaded, partitions }: WorkloadSize): readonly LoadRecord[] => {
  const offsets = new Array<number>(partitions).fill(0)
  const record = (id: number): LoadRecord => {
    const partition = id % partitions
    const offset = offsets[partition]!
    offsets[partition] = offset + 1
    const value = outputCodecs.curated.encode(orderRow(id, partition, offset), 1)
    return { partition, offset, timestampMs: START_MS + offset * 40 + 60, key: null, value }
  }
  const before = Array.from({ length: stored }, (_, id) => record(id))
  // 7919 is prime, so that the rows that are updated lie all over the table, each of them once.
  const after = Array.from({ length: loaded }, (_, at) => record(at % 2 === 0 ? stored + at : (at * 7_919) % stored))
  return [...before, ...after]
}
