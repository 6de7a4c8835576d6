import type { Position, TopicPartition } from '@order-up/contracts'
import { Changelog } from './changelog.ts'

/** Who holds a task. */
export interface Owner {
  /** True once it has stopped, or died: anyone may take over. */
  hasLeft(): boolean
  /** Tells it that the task has been taken away. */
  fence(): void
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** One task of one engine: what it has committed, and its one owner. */
export class TaskState {
  readonly changelog = new Changelog()
  readonly #positions = new Map<string, number>()
  #owner: Owner | undefined

  get isFree(): boolean {
    return this.#owner === undefined || this.#owner.hasLeft()
  }

  isOwnedBy(owner: Owner): boolean {
    return this.#owner === owner
  }

  /** Makes `owner` the one that may commit; the one before it commits nothing more (E2). */
  claim(owner: Owner): void {
    this.takeAway()
    this.#owner = owner
  }

  takeAway(): void {
    this.#owner?.fence()
    this.#owner = undefined
  }

  giveBack(owner: Owner): void {
    if (this.isOwnedBy(owner)) this.#owner = undefined
  }

  move({ offset, ...input }: Position): void {
    this.#positions.set(nameOf(input), offset)
  }

  positionOf(input: TopicPartition): Position {
    return { ...input, offset: this.#positions.get(nameOf(input)) ?? 0 }
  }
}
