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
import { inputEnds } from '../admin/input-ends.ts'
import type { FoundState } from '../changelog/changelog.ts'
import { markOf } from '../changelog/changelog-mark.ts'
import type { PositionRecord } from '../changelog/changelog-record.ts'
import { type CommitClaim, StepCommits } from '../commit/step-commits.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { Feed } from '../fetch/feed.ts'
import { readCursors } from '../fetch/read-cursors.ts'
import { onBroker, positionsOf } from './engine-context.ts'

/** What a claim of a task has brought. */
export interface Claim extends Omit<CommitClaim, 'task' | 'ended'> {
  readonly task: Task
  readonly feed: Feed
  readonly schemaIds: ClaimedTask['schemaIds']
  readonly found: FoundState
  /** Called when the task is closed, or found to be lost. */
  readonly release: (task: KafkaTask) => Promise<void>
}

/** Another topic-partition in one string. */
const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** A task in the hands of this instance: reads its inputs through the group's feed, commits steps as transactions. */
export class KafkaTask implements ClaimedTask {
  readonly task: Task
  readonly positions: readonly Position[]
  readonly schemaIds: ClaimedTask['schemaIds']
  readonly #claim: Claim
  readonly #commits: StepCommits
  readonly #lost = new AbortController()
  /** Fires when the task is lost or closed: nothing waits any longer. */
  readonly #ended = new AbortController()
  readonly #held = new Set<string>()
  #cursors: readonly Cursor[] = []

  constructor(claim: Claim) {
    this.#claim = claim
    this.task = claim.task
    this.schemaIds = claim.schemaIds
    this.positions = positionsOf(claim.task.inputs, claim.position.positions)
    this.#commits = new StepCommits({ ...claim, task: claim.task.name, ended: this.#ended.signal })
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  /** What the last confirmed step has left behind. */
  get position(): PositionRecord {
    return this.#commits.position
  }

  async restore(copy: StateCopy): Promise<ChangelogMark> {
    const { context, found, position, confirmed } = this.#claim
    await context.probe('restoring')
    const claimed = { changelog: position.changelog, end: confirmed, nowMs: context.now() }
    try {
      await found.restore(copy, claimed, this.#ended.signal)
    } catch (error) {
      throw this.#ended.signal.aborted ? this.#superseded() : error
    }
    return this.#mark()
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
      this.#closeCursors()
    }
  }

  ends(): Promise<readonly Position[]> {
    return inputEnds(this.#claim.context, this.task.inputs)
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
    try {
      await this.#commits.commit(step)
    } catch (error) {
      if (error instanceof OrderUpError && error.code === 'OU1501') await this.#giveUp()
      throw error
    }
    return this.#mark()
  }

  async close(): Promise<void> {
    if (this.#ended.signal.aborted) return
    await this.settled()
    this.#end()
    await this.#commits.close()
    await this.#claim.release(this)
  }

  /** Resolves when no commit is in flight. */
  settled(): Promise<void> {
    return this.#commits.settled()
  }

  /** The task belongs to another instance from now on; a commit in flight may yet go well, unless that one is quicker. */
  lose(): void {
    if (this.#ended.signal.aborted) return
    this.#end()
    this.#lost.abort()
    this.#commits.discard()
  }

  #end(): void {
    this.#ended.abort()
    // Now rather than when its reader looks on: the task may come again, and be read anew.
    this.#closeCursors()
    this.#claim.feed.changed.ring()
  }

  #closeCursors(): void {
    const cursors = this.#cursors
    this.#cursors = []
    for (const cursor of cursors) this.#claim.feed.close(cursor)
  }

  #cursorOf(input: TopicPartition): Cursor | undefined {
    return this.#cursors.find((cursor) => nameOf(cursor.input) === nameOf(input))
  }

  #mark(): ChangelogMark {
    const { changelog } = this.position
    return markOf({ changelog, nextOffset: this.#commits.confirmed, atMs: this.#claim.context.now() })
  }

  #superseded(): OrderUpError {
    return new OrderUpError('OU1501', { detail: `task ${this.task.name}` })
  }

  /** Superseded: whoever is next can have the task. */
  async #giveUp(): Promise<void> {
    if (this.#ended.signal.aborted) return
    this.lose()
    await this.#claim.release(this)
  }
}
