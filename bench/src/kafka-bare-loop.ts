import { OUTPUT_TOPICS, RAW_TOPIC } from '@order-up/contracts'
import kafkajs, { type Consumer, type Producer } from 'kafkajs'
import type { KafkaAddresses } from './kafka-services.ts'
import { CHANGELOG, type Volume, type WrittenVolumes } from './kafka-written.ts'

/** What the loop is to do: what an engine has done on the same raw topic, without its work. */
export interface BareLoop extends KafkaAddresses {
  readonly partitions: number
  /** Records in the raw topic. */
  readonly events: number
  readonly written: WrittenVolumes
}

interface Message {
  readonly partition: number
  readonly key: Buffer
  readonly value: Buffer
}

type Send = { readonly topic: string; readonly messages: Message[] }[]

const MOST_PER_PARTITION = 2_000
const MAX_PARTITION_BYTES = 2_621_440
const MAX_FETCH_BYTES = 16_777_216
/** Transactions that may wait while one is under way, before reading waits too. */
const MOST_WAITING = 2

/** A record of the average size, as often as a transaction of the engine has one on average. */
const averages = ({ written }: BareLoop, { records, keyBytes, valueBytes }: Volume) => ({
  count: Math.round(records / written.commits),
  key: Buffer.alloc(Math.round(keyBytes / records), 1),
  value: Buffer.alloc(Math.round(valueBytes / records), 1),
})

/** One transaction, cut into sends as the engine cuts its own. */
const sendsOf = (loop: BareLoop): readonly Send[] => {
  const { written, partitions, topicPrefix } = loop
  const sends: Send[] = []
  const place = (topic: string, over: number, volume: Volume): void => {
    const { count, key, value } = averages(loop, volume)
    const most = MOST_PER_PARTITION * over
    for (let from = 0; from < count; from += most) {
      const messages = Array.from({ length: Math.min(most, count - from) }, (_, at) => ({
        partition: at % over,
        key,
        value,
      }))
      sends[from / most] = [...(sends[from / most] ?? []), { topic, messages }]
    }
  }
  for (const topic of Object.values(OUTPUT_TOPICS)) {
    const volume = written.topics[topic]
    if (volume !== undefined) place(`${topicPrefix}${topic}`, partitions, volume)
  }
  place(`${topicPrefix}bare.changelog`, 1, written.topics[CHANGELOG] as Volume)
  return sends
}

/** One transaction after the other, each with the offsets behind it. */
class Transactor {
  readonly #producer: Producer
  readonly #sends: readonly Send[]
  readonly #groupId: string
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(producer: Producer, sends: readonly Send[], groupId: string) {
    this.#producer = producer
    this.#sends = sends
    this.#groupId = groupId
  }

  /** Resolves at once while few transactions wait, else when the last has been committed. */
  async commit(topic: string, offsets: ReadonlyMap<number, number>): Promise<void> {
    this.#waiting += 1
    const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset: String(offset) }))
    this.#last = this.#last.then(async () => {
      const transaction = await this.#producer.transaction()
      for (const topicMessages of this.#sends)
        await transaction.sendBatch({ acks: -1, topicMessages: [...topicMessages] })
      await this.#sendOffsets(() =>
        transaction.sendOffsets({ consumerGroupId: this.#groupId, topics: [{ topic, partitions }] }),
      )
      await transaction.commit()
      this.#waiting -= 1
    })
    if (this.#waiting > MOST_WAITING) await this.#last
  }

  settled(): Promise<void> {
    return this.#last
  }

  /** The broker may still be winding up the transaction before. */
  async #sendOffsets(send: () => Promise<void>): Promise<void> {
    for (;;)
      try {
        return await send()
      } catch (error) {
        if ((error as { type?: string }).type !== 'CONCURRENT_TRANSACTIONS') throw error
      }
  }
}

const consume = async (consumer: Consumer, loop: BareLoop, transactor: Transactor): Promise<void> => {
  const raw = `${loop.topicPrefix}${RAW_TOPIC}`
  const perCommit = loop.events / loop.written.commits
  const offsets = new Map<number, number>()
  let [read, committed] = [0, 0]
  await consumer.subscribe({ topics: [raw], fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
    consumer
      .run({
        autoCommit: false,
        partitionsConsumedConcurrently: loop.partitions,
        eachBatch: async ({ batch }) => {
          read += batch.messages.length
          offsets.set(batch.partition, Number(batch.lastOffset()) + 1)
          while (committed < loop.written.commits && read >= (committed + 1) * perCommit - 0.5) {
            committed += 1
            await transactor.commit(raw, new Map(offsets))
          }
          if (read >= loop.events) resolve()
        },
      })
      .catch(reject)
  })
}

/** Reads the raw topic with plain kafkajs and writes, in transactions, as much as the engine has written. */
export const runBareLoop = async (loop: BareLoop): Promise<void> => {
  const kafka = new kafkajs.Kafka({
    clientId: 'bare',
    brokers: [...loop.brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 20, maxRetryTime: 500, retries: 8 },
  })
  const groupId = `${loop.topicPrefix}bare`
  const consumer = kafka.consumer({
    groupId,
    maxWaitTimeInMs: 100,
    maxBytesPerPartition: MAX_PARTITION_BYTES,
    maxBytes: MAX_FETCH_BYTES,
  })
  const producer = kafka.producer({
    transactionalId: groupId,
    maxInFlightRequests: 1,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition as number,
  })
  const admin = kafka.admin()
  await Promise.all([consumer.connect(), producer.connect(), admin.connect()])
  await admin.createTopics({ topics: [{ topic: `${loop.topicPrefix}bare.changelog`, numPartitions: 1 }] })
  const transactor = new Transactor(producer, sendsOf(loop), groupId)
  await consume(consumer, loop, transactor)
  await transactor.settled()
  await Promise.all([consumer.disconnect(), producer.disconnect(), admin.disconnect()])
}
