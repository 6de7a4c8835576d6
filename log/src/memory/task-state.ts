import type { ChangelogMark, Position, StateChange, StateCopy, TopicPartition } from '@order-up/contracts'
import { Changelog } from './changelog.ts'
import { RecentChanges } from './recent-changes.ts'

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
  readonly #id: string
  readonly #changelog = new Changelog()
  readonly #recent = new RecentChanges()
  readonly #positions = new Map<string, number>()
  #version = 0
  #owner: Owner | undefined
  /** Whom it was moved away from, until somebody has it. */
  movedFrom: unknown

  /** `id` tells it from every other task, of this log and of others. */
  constructor(id: string) {
    this.#id = id
  }

  get isFree(): boolean {
    return this.#owner === undefined || this.#owner.hasLeft()
  }

  isOwnedBy(owner: Owner): boolean {
    return this.#owner === owner
  }

  /** Makes `owner` the one that may commit; the one before it commits nothing more (E2). */
  claim(owner: Owner): void {
    this.takeAway()
    this.movedFrom = undefined
    this.#owner = owner
  }

  takeAway(): void {
    this.#owner?.fence()
    this.#owner = undefined
  }

  giveBack(owner: Owner): void {
    if (this.isOwnedBy(owner)) this.#owner = undefined
  }

  commit(changes: readonly StateChange[], positions: readonly Position[]): void {
    this.#version += 1
    for (const change of changes) this.#changelog.apply(change)
    for (const { offset, ...input } of positions) this.#positions.set(nameOf(input), offset)
    this.#recent.add(this.#version, changes)
  }

  /** How far a copy is that has everything. */
  get mark(): ChangelogMark {
    return `${this.#id}@${this.#version}`
  }

  /** Brings a copy up to date: by the last steps where those are enough, else by everything there is. */
  restore(copy: StateCopy): void {
    const recent = copy.mark === undefined ? undefined : this.#since(copy.mark)
    if (recent !== undefined) for (const { key, value } of recent) copy.apply(key, value)
    else {
      if (copy.mark !== undefined) copy.clear(`${copy.mark} is not among the last steps of ${this.#id}`)
      this.#changelog.restore((key, value) => copy.apply(key, value))
    }
  }

  #since(mark: ChangelogMark): readonly StateChange[] | undefined {
    const at = mark.lastIndexOf('@')
    return mark.slice(0, at) === this.#id ? this.#recent.since(Number(mark.slice(at + 1))) : undefined
  }

  positionOf(input: TopicPartition): Position {
    const { topic, partition } = input
    return { topic, partition, offset: this.#positions.get(nameOf(input)) ?? 0 }
  }
}
