import type { TopicPartition } from '@order-up/contracts'
import type { Feed } from '../fetch/feed.ts'
import { readCursors } from '../fetch/read-cursors.ts'
import { ChangelogCopy } from './changelog-copy.ts'

/** Follows a task's changelog through the feed of its group, which is assigned it on every member that stands by. */
export class ChangelogFollower {
  readonly #feed: Feed
  readonly #input: TopicPartition
  #stop = new AbortController()
  #following: Promise<void> = Promise.resolve()
  #failure: { readonly error: unknown } | undefined
  #copy = new ChangelogCopy()

  constructor(feed: Feed, changelog: string) {
    this.#feed = feed
    this.#input = { topic: changelog, partition: 0 }
    this.#stop.abort()
  }

  /** The copy so far. */
  get copy(): ChangelogCopy {
    return this.#copy
  }

  /** Follows the changelog from its beginning, in the background, until `stop`. */
  start(): void {
    if (!this.#stop.signal.aborted) return
    const stop = new AbortController()
    const copy = new ChangelogCopy()
    this.#stop = stop
    this.#copy = copy
    this.#failure = undefined
    this.#following = this.#follow(copy, stop.signal).catch((error: unknown) => {
      this.#failure = { error }
      this.#feed.changed.ring()
    })
  }

  /** Resolves once the copy holds everything before `offset`; rejects with what the reading failed with, or `signal`. */
  async upTo(offset: number, signal: AbortSignal): Promise<void> {
    const { changed } = this.#feed
    const wake = (): void => changed.ring()
    signal.addEventListener('abort', wake)
    try {
      while (this.#copy.nextOffset < offset) {
        signal.throwIfAborted()
        if (this.#failure !== undefined) throw this.#failure.error
        await changed.rung()
      }
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  /** Stops following; the copy stays as it is. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#following
  }

  async #follow(copy: ChangelogCopy, signal: AbortSignal): Promise<void> {
    const { changed } = this.#feed
    const cursor = this.#feed.open(this.#input, this.#input.topic, 0)
    try {
      for await (const batch of readCursors({ cursors: [cursor], changed, signal, ended: () => false })) {
        copy.apply(batch)
        changed.ring()
      }
    } finally {
      this.#feed.close(cursor)
    }
  }
}
