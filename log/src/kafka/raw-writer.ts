import { OrderUpError, partitionOf, RAW_TOPIC, type RawAppend, type RawWriter } from '@order-up/contracts'
import type { Kafka, Producer } from 'kafkajs'
import { type Outgoing, planSends, type Send } from './commit/send-plan.ts'
import type { KafkaTimings } from './connection.ts'
import { asOrderUpError, hasType, isFinal } from './kafka-errors.ts'
import { Backoff } from './retrying.ts'
import type { TopicNames } from './topic-names.ts'

export interface RawWriterOptions {
  readonly partitions: number
  readonly schemaId: number
  readonly names: TopicNames
  readonly newClient: () => Kafka
  readonly timings: KafkaTimings
  readonly log: (line: string) => void
}

/** A raw writer that holds connections. */
export interface KafkaRawWriter extends RawWriter {
  /** Waits for what is being appended, then closes the connections. */
  close(): Promise<void>
}

/** The broker has forgotten the producer, or lost count with it: only a new one can go on. */
const LOST_COUNT = ['UNKNOWN_PRODUCER_ID', 'OUT_OF_ORDER_SEQUENCE_NUMBER', 'INVALID_PRODUCER_EPOCH']
/** Sequence numbers end at 2^31 per partition, and the client does not wrap them as the broker does. */
const MAX_RECORDS = 1_000_000_000

/**
 * Appends to the raw topic without transactions, idempotently: what is sent again after a lost answer stands there once.
 * One send at a time, for the client gives a failed send's sequence numbers to whatever comes next.
 */
class Appender implements KafkaRawWriter {
  readonly partitions: number
  readonly schemaId: number
  readonly #options: RawWriterOptions
  #last: Promise<void> = Promise.resolve()
  #producer: Producer | undefined
  #sent = 0

  constructor(options: RawWriterOptions) {
    this.#options = options
    this.partitions = options.partitions
    this.schemaId = options.schemaId
  }

  async append(records: readonly RawAppend[], signal?: AbortSignal): Promise<void> {
    const sends = planSends(records.map((record) => this.#outgoing(record)))
    const appended = this.#last.then(async () => {
      for (const send of sends) await this.#send(send, signal)
    })
    this.#last = appended.catch(() => {})
    await appended
  }

  async close(): Promise<void> {
    await this.#last
    await this.#producer?.disconnect().catch(() => {})
  }

  #outgoing({ key, value, timestampMs, partition }: RawAppend): Outgoing {
    if (partition === undefined && key === null)
      throw new OrderUpError('OU7001', { detail: 'a raw record has neither key nor partition' })
    const chosen = partition ?? partitionOf(key as Buffer, this.partitions)
    if (chosen < 0 || chosen >= this.partitions)
      throw new OrderUpError('OU7001', { detail: `the raw topic has no partition ${chosen}` })
    return { topic: this.#options.names.of(RAW_TOPIC), partition: chosen, key, value, timestampMs }
  }

  /** Sends until it is durable; the same send by the same producer counts once, however often it is tried. */
  async #send(send: Send, signal: AbortSignal | undefined): Promise<void> {
    const backoff = new Backoff(this.#options.timings)
    for (;;) {
      signal?.throwIfAborted()
      try {
        const producer = await this.#connected()
        await producer.sendBatch({ acks: -1, topicMessages: [...send] })
        for (const { messages } of send) this.#sent += messages.length
        return
      } catch (error) {
        if (isFinal(error)) throw asOrderUpError(error)
        this.#options.log(`appending raw records: ${(error as Error).message}; trying again`)
        if (LOST_COUNT.some((type) => hasType(error, type))) this.#replace()
        await backoff.wait(signal)
      }
    }
  }

  async #connected(): Promise<Producer> {
    if (this.#sent >= MAX_RECORDS) this.#replace()
    this.#producer ??= this.#options.newClient().producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition as number,
    })
    await this.#producer.connect()
    return this.#producer
  }

  #replace(): void {
    this.#producer?.disconnect().catch(() => {})
    this.#producer = undefined
    this.#sent = 0
  }
}

export const rawWriter = (options: RawWriterOptions): KafkaRawWriter => new Appender(options)
