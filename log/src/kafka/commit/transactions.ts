import type { Kafka, Producer, RecordMetadata, Transaction } from 'kafkajs'
import type { KafkaTimings } from '../connection.ts'
import { hasType } from '../kafka-errors.ts'
import { sleep } from '../retrying.ts'
import { type Outgoing, planSends, type Send } from './send-plan.ts'

/** Where a test may look on, or end the process: each lies between two requests of a commit. */
export type FailPoint = 'sent' | 'offsets sent' | 'committing' | 'committed'

export interface TransactionsOptions {
  readonly newClient: () => Kafka
  readonly transactionalId: string
  readonly timings: KafkaTimings
  readonly probe: (point: FailPoint) => void | Promise<void>
}

/** All that one transaction writes. */
export interface Written {
  readonly records: readonly Outgoing[]
  /** Next offsets of a group, for tools that show lag. */
  readonly offsets?: {
    readonly groupId: string
    readonly topics: readonly { readonly topic: string; readonly partitions: { partition: number; offset: string }[] }[]
  }
}

/** Next offset behind what was written, by `topic/partition`. */
export type WrittenUpTo = ReadonlyMap<string, number>

/** The broker winds up the transaction before this one: a matter of milliseconds. */
const WIND_UP_MS = 20
const WIND_UP_ATTEMPTS = 100
/** Sequence numbers end at 2^31 per partition, and the client does not wrap them as the broker does. */
const MAX_RECORDS = 1_000_000_000

const sendOffsets = async (transaction: Transaction, { groupId, topics }: NonNullable<Written['offsets']>) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction.sendOffsets({ consumerGroupId: groupId, topics: [...topics] })
    } catch (error) {
      if (!hasType(error, 'CONCURRENT_TRANSACTIONS') || attempt === WIND_UP_ATTEMPTS) throw error
      await sleep(WIND_UP_MS)
    }
  }
}

const noteWritten = (upTo: Map<string, number>, send: Send, answers: readonly RecordMetadata[]): void => {
  for (const { topicName, partition, baseOffset } of answers) {
    const messages = send.find(({ topic }) => topic === topicName)?.messages ?? []
    const count = messages.filter((message) => message.partition === partition).length
    if (baseOffset !== undefined) upTo.set(`${topicName}/${partition}`, Number(baseOffset) + count)
  }
}

/**
 * Transactions under one transactional id. Opening one fences whoever had the id before, and waits until its open
 * transaction has been wound up. After an error the outcome is unknown: discard it and open another.
 */
export class Transactions {
  readonly #producer: Producer
  readonly #options: TransactionsOptions
  #records = 0

  private constructor(producer: Producer, options: TransactionsOptions) {
    this.#producer = producer
    this.#options = options
  }

  static async open(options: TransactionsOptions): Promise<Transactions> {
    const producer = options.newClient().producer({
      transactionalId: options.transactionalId,
      transactionTimeout: options.timings.transactionMs,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition as number,
    })
    const transactions = new Transactions(producer, options)
    try {
      await producer.connect()
      // An empty transaction: the client initializes its producer id with the first one.
      await (await producer.transaction()).abort()
      return transactions
    } catch (error) {
      transactions.discard()
      throw error
    }
  }

  /** True once so much has been written that another one should be opened in its place. */
  get isWornOut(): boolean {
    return this.#records >= MAX_RECORDS
  }

  /** Writes all of it, visible together; resolves when it is durable. */
  async commit({ records, offsets }: Written): Promise<WrittenUpTo> {
    const { probe } = this.#options
    const upTo = new Map<string, number>()
    const transaction = await this.#producer.transaction()
    for (const send of planSends(records))
      noteWritten(upTo, send, await transaction.sendBatch({ acks: -1, topicMessages: [...send] }))
    this.#records += records.length
    await probe('sent')
    if (offsets !== undefined) await sendOffsets(transaction, offsets)
    await probe('offsets sent')
    const committed = transaction.commit()
    await Promise.all([committed, probe('committing')])
    await probe('committed')
    return upTo
  }

  /** Closes the connections of one that has no open transaction. */
  async close(): Promise<void> {
    await this.#producer.disconnect().catch(() => {})
  }

  /** Lets go of one that may be in any state, without waiting. */
  discard(): void {
    void this.close()
  }
}
