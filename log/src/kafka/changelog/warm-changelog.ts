import type { Feed } from '../fetch/feed.ts'
import type { Changelog, FoundState } from './changelog.ts'
import { ChangelogReader } from './changelog-reader.ts'
import type { PositionRecord } from './changelog-record.ts'
import { ChangelogFollower } from './follower.ts'

/** A changelog that every instance follows into its heap, so that a takeover finds the state at hand. */
export class WarmChangelog implements Changelog {
  readonly topic: string
  readonly #follower: ChangelogFollower
  readonly #reader: ChangelogReader

  constructor(feed: Feed, topic: string) {
    this.topic = topic
    this.#follower = new ChangelogFollower(feed, topic)
    this.#reader = new ChangelogReader(feed, topic)
  }

  start(): void {
    this.#follower.start()
  }

  stop(): Promise<void> {
    return this.#follower.stop()
  }

  async find(end: number, signal: AbortSignal): Promise<FoundState> {
    this.#follower.start()
    await this.#follower.upTo(end, signal)
    const { copy: state } = this.#follower
    return {
      position: state.position,
      restore: async (copy) => {
        if (copy.mark !== undefined) copy.clear('a plan with standbys has a copy of its own')
        state.take((key, value) => copy.apply(key, value))
      },
    }
  }

  positions(from: number, to: number, signal: AbortSignal): Promise<readonly PositionRecord[]> {
    return this.#reader.positions(from, to, signal)
  }
}
