import { setImmediate } from 'node:timers/promises'
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
import { abortHalfOf, commitStep } from './commit-step.ts'
import type { Instance } from './instance.ts'
import type { Membership } from './membership.ts'
import type { PartitionLog } from './partition-log.ts'
import { readInputs } from './read-inputs.ts'
import { OUTPUT_IDS } from './schema-decisions.ts'
import type { Owner, TaskState } from './task-state.ts'
import { endsOf } from './topics.ts'

export interface Claim {
  readonly task: Task
  readonly state: TaskState
  readonly instance: Instance
  /** The membership among the owners under which it was claimed. */
  readonly membership: Membership
}

/** A task in the hands of an instance; making one fences the predecessor. */
export class MemoryTask implements ClaimedTask, Owner {
  readonly task: Task
  readonly positions: readonly Position[]
  readonly schemaIds = OUTPUT_IDS
  readonly #claim: Claim
  readonly #lost = new AbortController()
  readonly #paused = new Set<PartitionLog>()

  constructor(claim: Claim) {
    claim.state.claim(this)
    claim.membership.hold(this)
    this.#claim = claim
    this.task = claim.task
    this.positions = claim.task.inputs.map((input) => claim.state.positionOf(input))
  }

  get lost(): AbortSignal {
    return this.#lost.signal
  }

  hasLeft(): boolean {
    return this.#claim.membership.isGone
  }

  fence(): void {
    this.#claim.membership.drop(this)
    // The dead hear nothing.
    if (!this.#claim.instance.crashed) this.#lost.abort()
    this.#core.changed.ring()
  }

  /** Lets another instance have the task. */
  release(): void {
    this.#claim.state.takeAway()
  }

  async restore(copy: StateCopy): Promise<ChangelogMark> {
    const { instance, state } = this.#claim
    instance.assertAlive()
    state.restore(copy)
    return state.mark
  }

  read(signal: AbortSignal): AsyncIterable<Batch> {
    const { changed, topics, maxBatch, newChoice } = this.#core
    return readInputs({
      from: this.positions.map((position) => ({ log: topics.partition(position), offset: position.offset })),
      signal,
      ended: () => !this.#isMine(),
      isPaused: (log) => this.#paused.has(log),
      changed,
      choose: newChoice(),
      maxBatch,
    })
  }

  async ends(): Promise<readonly Position[]> {
    this.#claim.instance.assertAlive()
    return endsOf(this.task.inputs.map((input) => this.#core.topics.partition(input)))
  }

  pause(input: TopicPartition): void {
    this.#claim.instance.assertAlive()
    this.#paused.add(this.#core.topics.partition(input))
  }

  resume(input: TopicPartition): void {
    this.#claim.instance.assertAlive()
    this.#paused.delete(this.#core.topics.partition(input))
    this.#core.changed.ring()
  }

  async commit(step: Step): Promise<ChangelogMark> {
    const { instance, state, membership } = this.#claim
    await instance.awake()
    instance.assertAlive()
    const fault = this.#core.nextFault()
    if (fault === 'sleep') await instance.sleep()
    if ((fault === 'fence' || fault === 'move') && this.#isMine()) {
      state.movedFrom = fault === 'move' ? membership : undefined
      state.takeAway()
    }
    if (!this.#isMine()) throw new OrderUpError('OU1501', { detail: `task ${this.task.name}` })
    if (fault === 'crash-during') abortHalfOf({ step, route: instance.route })
    if (fault === 'crash-before' || fault === 'crash-during') throw instance.crash()
    const internal = (input: TopicPartition): PartitionLog => this.#core.topics.partition(input)
    commitStep({ step, route: instance.route, internal, state, timestampMs: this.#core.now() })
    this.#core.topics.purge(step.positions)
    const { mark } = state
    this.#core.changed.ring()
    if (fault === 'crash-after') throw instance.crash()
    // As a round trip to a broker does, a commit lets everything else in the process go on.
    await setImmediate()
    instance.assertAlive()
    return mark
  }

  async close(): Promise<void> {
    this.#claim.instance.assertAlive()
    this.#claim.state.giveBack(this)
    this.#claim.membership.drop(this)
    this.#core.changed.ring()
  }

  get #core(): Instance['core'] {
    return this.#claim.instance.core
  }

  #isMine(): boolean {
    this.#claim.instance.assertAlive()
    return this.#claim.state.isOwnedBy(this)
  }
}
