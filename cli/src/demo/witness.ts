import {
  type Batch,
  compileDecoder,
  DEAD_LETTER_REASONS,
  FRAME_BYTES,
  isFramed,
  type LogRecord,
  ORDER_EVENT_SCHEMA,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
  outputCodecs,
  type Position,
  RAW_TOPIC,
  schemaIdOf,
} from '@order-up/contracts'
import { CustomerDiary } from './customer-diary.ts'
import { OrderDiary } from './order-diary.ts'

/** What someone who reads every topic from its first record has seen, without asking engine or sink. */
export interface Observations {
  /** Records in the raw topic. */
  readonly raw: number
  /** Raw records that are heartbeats and were not refused. */
  readonly heartbeats: number
  /** Dead letters of refused records, and those of orphans (O6). */
  readonly refused: number
  readonly orphans: number
  /** Records in each output topic. */
  readonly outputs: Readonly<Record<OutputName, number>>
  /** Distinct keys in the topics whose table holds one row a key. */
  readonly orders: number
  readonly customers: number
}

const decodeEvent = compileDecoder(ORDER_EVENT_SCHEMA)!

/**
 * Reads along while the topics fill: counts what has to add up in the end, and remembers a few orders and customers to
 * show. Memory grows by one key an order and customer, by nothing else.
 */
export class Witness {
  readonly orderDiary = new OrderDiary()
  readonly customerDiary = new CustomerDiary()
  readonly #schemaId: number
  readonly #counts = { raw: 0, heartbeats: 0, refusedHeartbeats: 0, orphans: 0 }
  readonly #outputs: Record<OutputName, number> = { curated: 0, customers: 0, metrics: 0, late: 0, dlq: 0 }
  readonly #orders = new Set<string>()
  #customers = 0
  readonly #watch: Readonly<Record<string, (record: LogRecord, partition: number) => void>> = {
    [RAW_TOPIC]: (record) => this.#raw(record),
    [OUTPUT_TOPICS.curated]: (record) => this.#curated(record),
    [OUTPUT_TOPICS.customers]: (record, partition) => this.#customer(record, partition),
    [OUTPUT_TOPICS.metrics]: () => {
      this.#outputs.metrics += 1
    },
    [OUTPUT_TOPICS.late]: () => {
      this.#outputs.late += 1
    },
    [OUTPUT_TOPICS.dlq]: (record) => this.#letter(record),
  }

  /** `schemaId` is the id with which OrderEvent values are framed. */
  constructor(schemaId: number) {
    this.#schemaId = schemaId
  }

  /** Where a witness of a log with so many partitions begins to read. */
  static start(partitions: number): readonly Position[] {
    return [RAW_TOPIC, ...OUTPUT_NAMES.map((output) => OUTPUT_TOPICS[output])].flatMap((topic) =>
      Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: 0 })),
    )
  }

  see({ topic, partition, records }: Batch): void {
    const watch = this.#watch[topic]
    for (const record of records) watch?.(record, partition)
  }

  get observations(): Observations {
    const { raw, heartbeats, refusedHeartbeats, orphans } = this.#counts
    return {
      raw,
      heartbeats: heartbeats - refusedHeartbeats,
      refused: this.#outputs.dlq - orphans,
      orphans,
      outputs: { ...this.#outputs },
      orders: this.#orders.size,
      customers: this.#customers,
    }
  }

  #raw({ value }: LogRecord): void {
    this.#counts.raw += 1
    if (this.#isHeartbeat(value)) this.#counts.heartbeats += 1
  }

  #curated({ value }: LogRecord): void {
    const row = outputCodecs.curated.decode(value!)
    this.#outputs.curated += 1
    this.#orders.add(row.order_id)
    this.orderDiary.add(row)
  }

  #customer({ value }: LogRecord, partition: number): void {
    const row = outputCodecs.customers.decode(value!)
    this.#outputs.customers += 1
    if (row.order_count === 1) this.#customers += 1
    this.customerDiary.add(row, partition)
  }

  #letter({ value }: LogRecord): void {
    const letter = outputCodecs.dlq.decode(value!)
    this.#outputs.dlq += 1
    if (DEAD_LETTER_REASONS[letter.error_code].type === 'ORPHAN') this.#counts.orphans += 1
    else if (this.#isHeartbeat(letter.original_value)) this.#counts.refusedHeartbeats += 1
  }

  #isHeartbeat(value: Buffer | null): boolean {
    if (value === null || !isFramed(value) || schemaIdOf(value) !== this.#schemaId) return false
    return decodeEvent(value, FRAME_BYTES, value.length)?.event_type === 'HEARTBEAT'
  }
}
