import type { Task } from '@order-up/contracts'
import type { Changelog } from '../changelog/changelog.ts'
import { asOrderUpError } from '../kafka-errors.ts'
import type { KafkaTask } from './kafka-task.ts'
import type { SharedTask } from './share-out.ts'

export interface SlotOptions {
  readonly task: Task
  readonly shared: SharedTask
  readonly changelog: Changelog
  /** Claims the task, again and again until it goes well; rejects with OU1501 where it is not ours. */
  readonly claim: (signal: AbortSignal) => Promise<KafkaTask>
  readonly onClaimed: (task: KafkaTask) => void
  readonly onFailure: (error: unknown) => void
}

/** A task as this instance sees it: of others, given to it, being claimed, or held. */
export class TaskSlot {
  readonly task: Task
  readonly shared: SharedTask
  readonly changelog: Changelog
  readonly #options: SlotOptions
  /** The latest claim that the group knew of when it gave us the task; undefined where it is not ours. */
  #givenSince: number | undefined
  /** Fires to give up claiming it. */
  #claiming: AbortController | undefined
  #held: KafkaTask | undefined
  /** The one that was held before. */
  #last: KafkaTask | undefined

  constructor(options: SlotOptions) {
    this.task = options.task
    this.shared = options.shared
    this.changelog = options.changelog
    this.#options = options
  }

  get held(): KafkaTask | undefined {
    return this.#held
  }

  /** True where it is held, or on its way. */
  get isTaken(): boolean {
    return this.#held !== undefined || this.#claiming !== undefined
  }

  /** True where the group has given it to us, and it is neither held nor on its way. */
  get isIdle(): boolean {
    return this.#givenSince !== undefined && !this.isTaken
  }

  /** Number of our claim; 0 while it is on its way, undefined where there is none. */
  get claimNumber(): number | undefined {
    return this.#held?.position.claim ?? (this.#claiming === undefined ? undefined : 0)
  }

  /**
   * Takes in what the group says: `since` is the latest claim that it knows of, undefined where the task is another's. A
   * claim of ours that is older is lost: somebody has had the task meanwhile.
   */
  given(since: number | undefined): void {
    this.#givenSince = since
    if (since === undefined || (this.#held?.position.claim ?? since) < since) this.forget()
  }

  /** Claims the task in the background, until it goes well or the task is not ours any more. */
  claim(): void {
    const giveUp = new AbortController()
    this.#claiming = giveUp
    this.#take(giveUp.signal)
      .catch((error: unknown) => {
        if (!giveUp.signal.aborted && asOrderUpError(error).code !== 'OU1501') this.#options.onFailure(error)
      })
      .finally(() => {
        if (this.#claiming === giveUp) this.#claiming = undefined
      })
  }

  /** It is another's from now on. */
  forget(): void {
    this.#claiming?.abort()
    this.#claiming = undefined
    this.#held?.lose()
    this.#last = this.#held ?? this.#last
    this.#held = undefined
  }

  /** It was closed, or found to be lost. */
  drop(task: KafkaTask): void {
    if (this.#held === task) this.#held = undefined
  }

  async #take(signal: AbortSignal): Promise<void> {
    // Its last step has come to an end before whoever is given the task anew looks into a copy that both share.
    await this.#last?.settled()
    const held = await this.#options.claim(signal)
    if (signal.aborted) return held.lose()
    this.#held = held
    this.#options.onClaimed(held)
  }
}
