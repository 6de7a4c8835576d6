import type { OrderUpError, Task } from '@order-up/contracts'
import { ChangelogFollower } from '../changelog/follower.ts'
import { Feed } from '../fetch/feed.ts'
import { asOrderUpError } from '../kafka-errors.ts'
import { retrying } from '../retrying.ts'
import { type SharedTask, taskAssigner } from './assignment.ts'
import { type Claiming, claimTask } from './claim-task.ts'
import { tasksOf } from './coordinator.ts'
import { type EngineContext, onBroker } from './engine-context.ts'
import { removeGhosts } from './ghosts.ts'
import type { KafkaTask } from './kafka-task.ts'
import { RESIDENCE } from './residence.ts'

/** A task as this instance sees it. */
interface Slot {
  readonly task: Task
  readonly shared: SharedTask
  readonly follower: ChangelogFollower
  /** Set while the task is being claimed; fires to give that up. */
  claiming?: AbortController | undefined
  held?: KafkaTask | undefined
}

/**
 * An instance among those that share an engine's tasks. It is a member of the group while it holds a task or waits for
 * one; the others' changelogs are followed meanwhile, so that a takeover finds the state warm.
 */
export class GroupSession {
  readonly #context: EngineContext
  readonly #slots: readonly Slot[]
  readonly #feed: Feed
  readonly #left = new AbortController()
  readonly #claimed: KafkaTask[] = []
  #memberId: string | undefined
  #failure: OrderUpError | undefined
  #isWaiting = false
  #membership: Promise<void> = Promise.resolve()
  #claims: Promise<unknown> = Promise.resolve()

  constructor(context: EngineContext, tasks: readonly Task[]) {
    this.#context = context
    const shared = tasks.map((task) => ({
      name: task.name,
      inputs: task.inputs.map((input) => onBroker(context, input)),
      changelog: context.names.changelog(context.engine.name, task.name),
    }))
    this.#feed = this.#newFeed(shared)
    this.#slots = tasks.map((task, at) => {
      const each = shared[at] as SharedTask
      return { task, shared: each, follower: new ChangelogFollower(this.#feed, each.changelog) }
    })
  }

  /** The next task that this instance is given; undefined once `signal` fires. */
  async next(signal: AbortSignal): Promise<KafkaTask | undefined> {
    const wake = (): void => this.#feed.changed.ring()
    signal.addEventListener('abort', wake)
    this.#isWaiting = true
    this.#join()
    try {
      for (;;) {
        if (this.#failure !== undefined) throw this.#failure
        const task = this.#claimed.shift()
        if (task !== undefined || signal.aborted) return task
        await this.#feed.changed.rung()
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
    for (const slot of this.#slots) this.#forget(slot)
    this.#feed.changed.ring()
    await this.#change(async () => {
      await this.#feed.stop()
      await Promise.all(this.#slots.map(({ follower }) => follower.stop()))
    })
  }

  #newFeed(shared: readonly SharedTask[]): Feed {
    const { names, engine, cluster, newClient, timings, maxBatchRecords, log } = this.#context
    const inputs = shared.flatMap((task) => [...task.inputs.map(({ topic }) => topic), task.changelog])
    return new Feed({
      newClient,
      groupId: names.group(engine.name),
      topics: [...new Set(inputs)],
      partitions: inputs.length,
      assigner: taskAssigner(() => ({ tasks: shared, claims: this.#claimNumbers(), residence: RESIDENCE })),
      timings,
      maxBatchRecords,
      cluster,
      log,
      onJoin: (memberId) => this.#joined(memberId),
      onFailure: (error) => this.#fail(error),
    })
  }

  #claimNumbers(): Readonly<Record<string, number>> {
    const held = this.#slots.flatMap(({ held: task }) => task ?? [])
    return Object.fromEntries(held.map((task) => [task.task.name, task.position.claim]))
  }

  #join(): void {
    if (this.#left.signal.aborted || this.#feed.isRunning) return
    for (const slot of this.#slots) if (slot.held === undefined) slot.follower.start()
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
    this.#takeStock(memberId).catch((error: unknown) => this.#fail(error))
  }

  /** Asks what is ours since the last joining: claims what is new, lets go of what is gone. */
  async #takeStock(memberId: string): Promise<void> {
    const names = await this.#given(this.#left.signal)
    if (memberId !== this.#memberId) return
    for (const slot of this.#slots) {
      const isOurs = names.includes(slot.task.name)
      if (!isOurs) this.#forget(slot)
      else if (slot.held === undefined && slot.claiming === undefined) this.#claim(slot)
    }
  }

  #given(signal: AbortSignal): Promise<readonly string[]> {
    return tasksOf(this.#context, () => this.#memberId, signal)
  }

  /** Claims a task in the background, until it goes well or the task is not ours any more. */
  #claim(slot: Slot): void {
    const giveUp = new AbortController()
    slot.claiming = giveUp
    this.#take(slot, giveUp.signal)
      .catch((error: unknown) => {
        if (!giveUp.signal.aborted && asOrderUpError(error).code !== 'OU1501') this.#fail(error)
      })
      .finally(() => {
        if (slot.claiming === giveUp) slot.claiming = undefined
      })
  }

  async #take(slot: Slot, signal: AbortSignal): Promise<void> {
    const { timings, log } = this.#context
    slot.follower.start()
    const what = `claiming ${slot.task.name}`
    const claim = (): Promise<KafkaTask> =>
      retrying({ timings, signal, log, what }, () => claimTask(this.#claiming(slot), signal))
    // One after the other, in the order of the tasks.
    const claimed = this.#claims.then(claim)
    this.#claims = claimed.catch(() => {})
    const held = await claimed
    if (signal.aborted) return held.lose()
    slot.held = held
    this.#claimed.push(held)
    this.#feed.changed.ring()
  }

  #claiming(slot: Slot): Claiming {
    const { task, shared, follower } = slot
    return {
      task,
      context: this.#context,
      feed: this.#feed,
      follower,
      changelog: shared.changelog,
      isOurs: async (signal) => (await this.#given(signal)).includes(task.name),
      release: (held) => this.#release(slot, held),
    }
  }

  #forget(slot: Slot): void {
    slot.claiming?.abort()
    slot.claiming = undefined
    slot.held?.lose()
    slot.held = undefined
  }

  /** A task was closed or lost: leaves the group, so that another can have it, and comes back where there is reason to. */
  async #release(slot: Slot, task: KafkaTask): Promise<void> {
    if (slot.held === task) slot.held = undefined
    if (this.#left.signal.aborted) return
    await this.#change(() => this.#feed.stop())
    if (this.#isWaiting || this.#slots.some(({ held }) => held !== undefined)) this.#join()
  }

  #fail(error: unknown): void {
    if (this.#left.signal.aborted) return
    this.#failure = asOrderUpError(error)
    this.#feed.changed.ring()
  }
}
