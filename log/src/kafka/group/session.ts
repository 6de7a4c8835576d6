import { randomUUID } from 'node:crypto'
import type { OrderUpError, Task, TaskPlan } from '@order-up/contracts'
import { ColdChangelog } from '../changelog/cold-changelog.ts'
import { WarmChangelog } from '../changelog/warm-changelog.ts'
import { Feed } from '../fetch/feed.ts'
import { asOrderUpError } from '../kafka-errors.ts'
import { retrying } from '../retrying.ts'
import { taskAssigner } from './assignment.ts'
import { claimTask } from './claim-task.ts'
import { type GivenTasks, tasksOf } from './coordinator.ts'
import { type EngineContext, onBroker } from './engine-context.ts'
import { removeGhosts } from './ghosts.ts'
import type { KafkaTask } from './kafka-task.ts'
import { RESIDENCE } from './residence.ts'
import type { MemberWord, SharedTask } from './share-out.ts'
import { TaskSlot } from './task-slot.ts'

/**
 * An instance among those that share the tasks of a plan. It is a member of the group while it holds a task or waits for
 * one; in a plan with standbys it follows the others' changelogs meanwhile, so that a takeover finds the state warm.
 */
export class GroupSession {
  readonly #context: EngineContext
  readonly #standsBy: boolean
  readonly #id = randomUUID()
  readonly #slots: readonly TaskSlot[]
  readonly #feed: Feed
  readonly #left = new AbortController()
  readonly #claimed: KafkaTask[] = []
  #memberId: string | undefined
  #failure: OrderUpError | undefined
  #isWaiting = false
  #membership: Promise<void> = Promise.resolve()
  #claims: Promise<unknown> = Promise.resolve()

  constructor(context: EngineContext, { tasks, standbys }: Pick<TaskPlan, 'tasks' | 'standbys'>) {
    this.#context = context
    this.#standsBy = standbys
    const shared = tasks.map((task) => ({
      name: task.name,
      inputs: task.inputs.map((input) => onBroker(context, input)),
      changelog: context.names.changelog(context.engine.name, task.name),
    }))
    this.#feed = this.#newFeed(shared)
    this.#slots = tasks.map((task, at) => this.#newSlot(task, shared[at] as SharedTask))
  }

  /** The next task that this instance is given; undefined once `signal` fires. */
  async next(signal: AbortSignal): Promise<KafkaTask | undefined> {
    const wake = (): void => this.#feed.changed.ring()
    signal.addEventListener('abort', wake)
    this.#isWaiting = true
    this.#join()
    if (this.#slots.some(({ isIdle }) => isIdle)) this.#lookAgain()
    try {
      for (;;) {
        if (this.#failure !== undefined) throw this.#failure
        const task = this.#claimed.shift()
        if (task === undefined ? signal.aborted : !task.lost.aborted) return task
        if (task === undefined) await this.#feed.changed.rung()
      }
    } finally {
      this.#isWaiting = false
      signal.removeEventListener('abort', wake)
    }
  }

  /** Leaves the group once no commit is in flight; what is held is lost. */
  async leave(): Promise<void> {
    const held = this.#slots.flatMap((slot) => slot.held ?? [])
    await Promise.all(held.map((task) => task.settled()))
    await this.abandon()
  }

  /** Leaves the group at once; the outcome of a commit in flight stays open. */
  async abandon(): Promise<void> {
    this.#left.abort()
    for (const slot of this.#slots) slot.forget()
    this.#feed.changed.ring()
    await this.#change(async () => {
      await this.#feed.stop()
      await Promise.all(this.#slots.map(({ changelog }) => changelog.stop()))
    })
  }

  #newFeed(shared: readonly SharedTask[]): Feed {
    const { groupId, cluster, newClient, timings, maxBatchRecords, log } = this.#context
    const inputs = shared.flatMap((task) => [...task.inputs.map(({ topic }) => topic), task.changelog])
    return new Feed({
      newClient,
      groupId,
      topics: [...new Set(inputs)],
      partitions: inputs.length,
      assigner: taskAssigner(() => this.#word(shared)),
      timings,
      maxBatchRecords,
      cluster,
      log,
      onJoin: (memberId) => this.#joined(memberId),
      onFailure: (error) => this.#fail(error),
    })
  }

  #newSlot(task: Task, shared: SharedTask): TaskSlot {
    const { cluster, timings, log } = this.#context
    const topic = shared.changelog
    const changelog = this.#standsBy
      ? new WarmChangelog(this.#feed, topic)
      : new ColdChangelog({ feed: this.#feed, cluster, topic, timings, log })
    const slot: TaskSlot = new TaskSlot({
      task,
      shared,
      changelog,
      claim: (signal) => this.#claim(slot, signal),
      onClaimed: (held) => {
        this.#claimed.push(held)
        this.#feed.changed.ring()
      },
      onFailure: (error) => this.#fail(error),
    })
    return slot
  }

  #word(tasks: readonly SharedTask[]): MemberWord {
    const claims = this.#slots.flatMap(({ task, claimNumber }) =>
      claimNumber === undefined ? [] : [[task.name, claimNumber] as const],
    )
    return {
      tasks,
      standsBy: this.#standsBy,
      claims: Object.fromEntries(claims),
      session: this.#id,
      residence: RESIDENCE,
    }
  }

  #join(): void {
    if (this.#left.signal.aborted || this.#feed.isRunning) return
    for (const slot of this.#slots) if (slot.held === undefined) slot.changelog.start()
    void this.#change(async () => {
      await removeGhosts(this.#context)
      if (!this.#left.signal.aborted) this.#feed.start()
    })
  }

  /** Changes of membership come one after the other. */
  #change(change: () => Promise<void>): Promise<void> {
    this.#membership = this.#membership.then(change)
    return this.#membership
  }

  #joined(memberId: string): void {
    this.#memberId = memberId
    this.#lookAgain()
  }

  #lookAgain(): void {
    this.#takeStock().catch((error: unknown) => this.#fail(error))
  }

  /** Asks what is ours since the last joining: claims what is new, lets go of what is gone, and keeps the rest. */
  async #takeStock(): Promise<void> {
    const memberId = this.#memberId
    const given = await this.#given(this.#left.signal)
    if (memberId !== this.#memberId) return
    for (const slot of this.#slots) {
      slot.given(given.get(slot.task.name))
      if (slot.isIdle) slot.claim()
      else if (!slot.isTaken) slot.changelog.start()
    }
  }

  #given(signal: AbortSignal): Promise<GivenTasks> {
    return tasksOf(this.#context, () => this.#idInGroup(), signal)
  }

  /** Throws where the group can't be joined any more: an answer would be waited for in vain. */
  #idInGroup(): string | undefined {
    if (this.#failure !== undefined) throw this.#failure
    return this.#memberId
  }

  /** Tasks are claimed side by side, and handed out in their order. */
  #claim(slot: TaskSlot, signal: AbortSignal): Promise<KafkaTask> {
    const { timings, log } = this.#context
    const { task, changelog } = slot
    const claiming = {
      task,
      context: this.#context,
      feed: this.#feed,
      changelog,
      isOurs: async (asking: AbortSignal) => (await this.#given(asking)).has(task.name),
      release: (held: KafkaTask) => this.#release(slot, held),
    }
    changelog.start()
    const claimed = retrying({ timings, signal, log, what: `claiming ${task.name}` }, () => claimTask(claiming, signal))
    claimed.catch(() => {})
    const inTurn = this.#claims.then(() => claimed)
    this.#claims = inTurn.catch(() => {})
    return inTurn
  }

  /**
   * A task was closed, or found to be lost. Who waits for tasks stays in the group, and claims it again where the group
   * says that it is ours; who neither waits nor has another one leaves, so that somebody else is given it.
   */
  async #release(slot: TaskSlot, task: KafkaTask): Promise<void> {
    slot.drop(task)
    if (this.#left.signal.aborted) return
    if (this.#isWaiting) return this.#lookAgain()
    if (this.#slots.some(({ isTaken }) => isTaken)) return
    await this.#change(() => this.#feed.stop())
    if (this.#isWaiting) this.#join()
  }

  #fail(error: unknown): void {
    if (this.#left.signal.aborted) return
    this.#failure = asOrderUpError(error)
    this.#feed.changed.ring()
  }
}
