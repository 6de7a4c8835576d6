import {
  type Batch,
  type ChangelogMark,
  type ClaimedTask,
  OrderUpError,
  type Position,
  type StateCopy,
  type Step,
  type Task,
  type TopicPartition,
} from '@order-up/contracts'
import type { ChangelogCopy } from '../changelog/changelog-copy.ts'
import { moved, type PositionRecord } from '../changelog/changelog-record.ts'
import { stepTransaction } from '../commit/step-transaction.ts'
import type { Transactions, Written } from '../commit/transactions.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { Feed } from '../fetch/feed.ts'
import { readCursors } from '../fetch/read-cursors.ts'
import { asOrderUpError, isFinal } from '../kafka-errors.ts'
import { Backoff } from '../retrying.ts'
import { type EngineContext, onBroker, positionsOf } from './engine-context.ts'

/** What a claim of a task has brought. */
export interface Claim {
  readonly task: Task
  readonly context: EngineContext
  readonly feed: Feed
  readonly changelog: string
  readonly schemaIds: ClaimedTask['schemaIds']
  readonly copy: ChangelogCopy
  /** The position record that the claim itself has written. */
  readonly position: PositionRecord
  readonly transactions: Transactions
  /** Next offset of the changelog behind that record. */
  readonly confirmed: number
  /** Claims again after an unknown outcome: fences, and finds out whether the task is still ours. Throws OU1501. */
  readonly reclaim: (position: PositionRecord, confirmed: number, signal: AbortSignal) => Promise<Reclaimed>
  /** Called when the task is closed or lost. */
  readonly release: (task: KafkaTask) => Promise<void>
}

export interface Reclaimed {
  readonly transactions: Transactions
  /** True where the step whose outcome was unknown has been committed. */
  readonly hasLanded: boolean
  /** Next offset of the changelog behind it. */
  readonly confirmed: number
}

/** Another topic-partition in one string. */
const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** A task in the hands of this instance: reads its inputs through the group's feed, commits steps as transactions. */
export class KafkaTask implements ClaimedTask {
  readonly task: Task
  readonly positions: readonly Position[]
  readonly schemaIds: ClaimedTask['schemaIds']
  readonly #claim: Claim
  readonly #lost = new AbortController()
  /** Fires when the task is lost or closed: nothing waits any longer. */
  readonly #ended = new AbortController()
  readonly #held = new Set<string>()
  #cursors: readonly Cursor[] = []
  #transactions: Transactions | undefined
  #position: PositionRecord
  #confirmed: number
  #committing: Promise<void> | undefined

  constructor(claim: Claim) {
    this.#claim = claim
    this.task = claim.task
    this.schemaIds = claim.schemaIds
    this.positions = positionsOf(claim.task.inputs, claim.position.positions)
    this.#transactions = claim.transactions
    this.#position = claim.position
    this.#confirmed = claim.confirmed
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** What the last confirmed step has left behind. */
  get position(): PositionRecord {
    return this.#position
  }

  async restore(copy: StateCopy): Promise<ChangelogMark> {
    await this.#claim.context.probe('restoring')
    this.#claim.copy.take((key, value) => copy.apply(key, value))
    return ''
  }

  async *read(signal: AbortSignal): AsyncGenerator<Batch> {
    if (this.#ended.signal.aborted) return
    const { feed, context } = this.#claim
    const cursors = this.positions.map((position) =>
      feed.open(position, onBroker(context, position).topic, position.offset),
    )
    this.#cursors = cursors
    for (const cursor of cursors) if (this.#held.has(nameOf(cursor.input))) cursor.hold(true)
    try {
      yield* readCursors({ cursors, changed: feed.changed, signal, ended: () => this.#ended.signal.aborted })
    } finally {
      this.#cursors = []
      for (const cursor of cursors) feed.close(cursor)
    }
  }

  async ends(): Promise<readonly Position[]> {
    const { context } = this.#claim
    const topics = new Set(this.task.inputs.map(({ topic }) => topic))
    const ends = new Map<string, number>()
    for (const topic of topics)
      for (const { partition, end } of await context.cluster.ranges(context.names.of(topic)))
        ends.set(nameOf({ topic, partition }), end)
    return this.task.inputs.map((input) => ({ ...input, offset: ends.get(nameOf(input)) ?? 0 }))
  }

  pause(input: TopicPartition): void {
    this.#held.add(nameOf(input))
    this.#cursorOf(input)?.hold(true)
  }

  resume(input: TopicPartition): void {
    this.#held.delete(nameOf(input))
    this.#cursorOf(input)?.hold(false)
  }

  async commit(step: Step): Promise<ChangelogMark> {
    if (this.#committing !== undefined) throw new OrderUpError('OU7002', { detail: `task ${this.task.name}` })
    if (this.#ended.signal.aborted) throw this.#superseded()
    this.#committing = this.#commit(step)
    try {
      await this.#committing
    } finally {
      this.#committing = undefined
    }
    return ''
  }

  async close(): Promise<void> {
    if (this.#ended.signal.aborted) return
    await this.settled()
    this.#end()
    await this.#transactions?.close()
    await this.#claim.release(this)
  }

  /** Resolves when no commit is in flight. */
  async settled(): Promise<void> {
    await this.#committing?.catch(() => {})
  }

  /** The task belongs to another instance from now on. */
  lose(): void {
    if (this.#ended.signal.aborted) return
    this.#end()
    this.#lost.abort()
    this.#transactions?.discard()
  }

  #end(): void {
    this.#ended.abort()
    this.#claim.feed.changed.ring()
  }

  #cursorOf(input: TopicPartition): Cursor | undefined {
    return this.#cursors.find((cursor) => nameOf(cursor.input) === nameOf(input))
  }

  #superseded(): OrderUpError {
    return new OrderUpError('OU1501', { detail: `task ${this.task.name}` })
  }

  async #commit(step: Step): Promise<void> {
    const { context, changelog } = this.#claim
    const { claim, step: last, positions } = this.#position
    const position = { claim, step: last + 1, positions: moved(positions, step.positions) }
    const written = stepTransaction({ context, changelog, step, position })
    try {
      this.#confirmed = await this.#write(written, position)
      this.#position = position
    } catch (error) {
      const thrown = this.#ended.signal.aborted ? this.#superseded() : asOrderUpError(error)
      if (thrown.code === 'OU1501') await this.#giveUp()
      throw thrown
    }
  }

  /** Writes until it is known to be durable; returns the changelog's next offset behind it. */
  async #write(written: Written, position: PositionRecord): Promise<number> {
    const { context, changelog } = this.#claim
    const backoff = new Backoff(context.timings)
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (attempt > 1 || this.#transactions?.isWornOut === true) {
          const { hasLanded, confirmed } = await this.#claimAgain(position)
          if (hasLanded) return confirmed
        }
        const upTo = await (this.#transactions as Transactions).commit(written)
        return upTo.get(`${changelog}/0`) ?? this.#confirmed
      } catch (error) {
        this.#transactions?.discard()
        this.#transactions = undefined
        if (this.#ended.signal.aborted || error instanceof OrderUpError || isFinal(error)) throw error
        context.log(`task ${this.task.name}, outcome of a commit unknown: ${(error as Error).message}`)
        await backoff.wait(this.#ended.signal)
      }
    }
  }

  async #claimAgain(position: PositionRecord): Promise<Reclaimed> {
    const reclaimed = await this.#claim.reclaim(position, this.#confirmed, this.#ended.signal)
    this.#transactions = reclaimed.transactions
    return reclaimed
  }

  /** Superseded: leaves the group, so that whoever is next can have the task. */
  async #giveUp(): Promise<void> {
    this.lose()
    await this.#claim.release(this)
  }
}
