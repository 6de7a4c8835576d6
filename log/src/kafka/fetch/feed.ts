import { OrderUpError, type TopicPartition } from '@order-up/contracts'
import type { Consumer, EachBatchPayload, Kafka, PartitionAssigner } from 'kafkajs'
import { Bell } from '../../memory/bell.ts'
import type { Cluster } from '../admin/cluster.ts'
import type { KafkaTimings } from '../connection.ts'
import { asOrderUpError } from '../kafka-errors.ts'
import { retrying, settledWithin } from '../retrying.ts'
import { Cursor } from './cursor.ts'
import type { FetchedPartition } from './fetch-response.ts'
import { withOwnDecoding } from './own-decoding.ts'

export interface FeedOptions {
  /** Makes a client that the consumer has to itself. */
  readonly newClient: () => Kafka
  readonly groupId: string
  /** Every topic that may be assigned, by the broker's name. */
  readonly topics: readonly string[]
  /** Most partitions that are assigned at once. */
  readonly partitions: number
  readonly assigner: PartitionAssigner
  readonly timings: KafkaTimings
  readonly maxBatchRecords: number
  readonly cluster: Pick<Cluster, 'range' | 'withCoordinator'>
  readonly log: (line: string) => void
  /** Called at each joining of the group, before anything is fetched. */
  readonly onJoin?: (memberId: string) => void
  /** Called when the group can't be joined, for good. */
  readonly onFailure?: (error: OrderUpError) => void
}

/** The fields of a kafkajs batch that its types leave out. */
type FetchedBatch = EachBatchPayload['batch'] & { readonly fetchedOffset: string }

/** How long a fetch that has brought something waits for it to be taken, before its input is left out of the next one. */
const HANDOVER_MS = 20
/** A value of 1 MiB has to fit, also in a dead letter with its key and the words around it. */
const MAX_PARTITION_BYTES = 2_621_440
const MAX_FETCH_BYTES = 16_777_216
const STOP_MS = 5_000

/** Leaves the group and closes the connections, if that can be done in time. */
const disconnect = (consumer: Consumer): Promise<void> => settledWithin(STOP_MS, consumer.disconnect())

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`

/**
 * A consumer of kafkajs that reads what cursors ask for, each from its own offset, whatever the group's offsets say. What
 * is assigned without a cursor is not fetched. Lost connections are taken up again; a consumer that falls silent is
 * replaced.
 */
export class Feed {
  /** Rings when there may be something to take. */
  readonly changed = new Bell()
  readonly #options: FeedOptions
  readonly #cursors = new Map<string, Cursor>()
  #consumer: Consumer | undefined
  #running = new AbortController()
  #stopped: Promise<void> = Promise.resolve()
  #hasJoined = false
  #heardAt = 0
  #failure: OrderUpError | undefined

  constructor(options: FeedOptions) {
    this.#options = options
    this.#running.abort()
  }

  get isRunning(): boolean {
    return !this.#running.signal.aborted
  }

  /** Joins the group, in the background: what cannot be reached is tried again until `stop`. */
  start(): void {
    if (this.isRunning) return
    this.#failure = undefined
    this.#running = new AbortController()
    const { signal } = this.#running
    const { groupId, cluster, timings, log } = this.#options
    const running = retrying({ timings, signal, log, what: `group ${groupId}` }, () =>
      cluster.withCoordinator({ kind: 'group', id: groupId }, () => this.#run(signal)),
    )
    this.#stopped = running.catch((error: unknown) => {
      if (!signal.aborted) this.#fail(error)
    })
  }

  /** Leaves the group; cursors stay, and go on with the next `start`. */
  async stop(): Promise<void> {
    this.#running.abort()
    await this.#stopped
  }

  /** Reads an input from `offset` on. Throws OU7001 where another cursor reads it. */
  open(input: TopicPartition, topic: string, offset: number): Cursor {
    const key = keyOf(topic, input.partition)
    if (this.#cursors.has(key)) throw new OrderUpError('OU7001', { detail: `${key} is read twice` })
    const { maxBatchRecords } = this.#options
    const host = { changed: () => this.changed.ring(), wantsChanged: (each: Cursor) => this.#applyWants(each) }
    const cursor = new Cursor({ input, topic, offset, maxBatchRecords }, host)
    this.#cursors.set(key, cursor)
    if (this.#failure !== undefined) cursor.fail(this.#failure)
    this.#place(cursor)
    return cursor
  }

  close(cursor: Cursor): void {
    const key = keyOf(cursor.topic, cursor.partition)
    if (this.#cursors.get(key) !== cursor) return
    this.#cursors.delete(key)
    this.#pause(cursor.topic, cursor.partition)
  }

  #newConsumer(): Consumer {
    const { newClient, groupId, assigner, timings } = this.#options
    return newClient().consumer({
      groupId,
      partitionAssigners: [assigner],
      sessionTimeout: timings.sessionMs,
      rebalanceTimeout: timings.sessionMs,
      heartbeatInterval: timings.heartbeatMs,
      maxWaitTimeInMs: timings.fetchWaitMs,
      maxBytesPerPartition: MAX_PARTITION_BYTES,
      maxBytes: MAX_FETCH_BYTES,
      allowAutoTopicCreation: false,
      // A consumer that has crashed is replaced by us: one that the client restarts cannot be stopped any more.
      retry: { restartOnFailure: async () => false },
    })
  }

  /** Runs one consumer until it crashes or `signal` fires. */
  async #run(signal: AbortSignal): Promise<void> {
    const { topics, partitions } = this.#options
    const consumer = this.#newConsumer()
    try {
      await consumer.connect()
      await consumer.subscribe({ topics: [...topics], fromBeginning: true })
      if (signal.aborted) return
      this.#consumer = consumer
      const ended = this.#listen(consumer, signal)
      await withOwnDecoding(() =>
        consumer.run({
          autoCommit: false,
          partitionsConsumedConcurrently: partitions,
          eachBatch: (payload) => this.#handle(payload),
        }),
      )
      await ended
    } finally {
      this.#consumer = undefined
      this.#hasJoined = false
      // What the client was about when it was told to end, it may yet finish: joining the group, a ghost with our tasks.
      consumer.on(consumer.events.FETCH_START, () => void disconnect(consumer))
      await disconnect(consumer)
    }
  }

  /** Rejects when the consumer has crashed or fallen silent; resolves when `signal` fires. */
  #listen(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const { timings, onJoin } = this.#options
    const hear = (): void => {
      this.#heardAt = performance.now()
    }
    hear()
    consumer.on(consumer.events.FETCH, hear)
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      hear()
      this.#hasJoined = true
      for (const [topic, partitions] of Object.entries(payload.memberAssignment as Record<string, number[]>))
        for (const partition of partitions) this.#placeAt(topic, partition)
      onJoin?.(payload.memberId)
    })
    return new Promise((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
      const watch = setInterval(() => {
        if (performance.now() - this.#heardAt > timings.silenceMs) reject(new Error('the consumer has fallen silent'))
      }, timings.heartbeatMs)
      const end = (): void => {
        clearInterval(watch)
        resolve()
      }
      signal.addEventListener('abort', end, { once: true })
      if (signal.aborted) end()
    })
  }

  #fail(error: unknown): void {
    const failure = asOrderUpError(error)
    this.#failure = failure
    for (const cursor of this.#cursors.values()) cursor.fail(failure)
    this.#options.onFailure?.(failure)
  }

  async #handle({ batch }: EachBatchPayload): Promise<void> {
    const { topic, partition, highWatermark } = batch
    const cursor = this.#cursors.get(keyOf(topic, partition))
    if (cursor === undefined) return this.#pause(topic, partition)
    if (Number((batch as FetchedBatch).fetchedOffset) !== cursor.expected) return this.#putBack(cursor)
    const { fetched } = batch.messages[0] as unknown as FetchedPartition
    if (fetched === undefined)
      return cursor.fail(new OrderUpError('OU7001', { detail: 'the broker speaks no Fetch v11' }))
    if ('failure' in fetched) return cursor.fail(fetched.failure)
    cursor.deliver(fetched, Number(highWatermark))
    await cursor.handOver(HANDOVER_MS)
  }

  /** The client has read elsewhere than it should: it does so on its own where the log no longer holds an offset. */
  async #putBack(cursor: Cursor): Promise<void> {
    const { start, end } = await this.#options.cluster.range(cursor.topic, cursor.partition)
    const { expected } = cursor
    if (expected >= start && expected <= end) return this.#place(cursor)
    const detail = `${keyOf(cursor.input.topic, cursor.partition)} holds ${start} to ${end}, asked for ${expected}`
    cursor.fail(new OrderUpError('OU1303', { detail }))
  }

  #placeAt(topic: string, partition: number): void {
    const cursor = this.#cursors.get(keyOf(topic, partition))
    if (cursor === undefined) this.#pause(topic, partition)
    else this.#place(cursor)
  }

  #place(cursor: Cursor): void {
    const { topic, partition, expected } = cursor
    if (this.#hasJoined) this.#consumer?.seek({ topic, partition, offset: String(expected) })
    this.#applyWants(cursor)
  }

  #applyWants(cursor: Cursor): void {
    const { topic, partition, wantsMore } = cursor
    if (!wantsMore) this.#pause(topic, partition)
    else if (this.#hasJoined) this.#consumer?.resume([{ topic, partitions: [partition] }])
  }

  #pause(topic: string, partition: number): void {
    if (this.#hasJoined) this.#consumer?.pause([{ topic, partitions: [partition] }])
  }
}
