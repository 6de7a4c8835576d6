import type { StateCopy } from '@order-up/contracts'
import type { Cluster } from '../admin/cluster.ts'
import type { Feed } from '../fetch/feed.ts'
import type { Changelog, Claimed, FoundState } from './changelog.ts'
import { type Present, resumeFrom } from './changelog-mark.ts'
import { ChangelogReader } from './changelog-reader.ts'
import { type PositionRecord, readChangelogRecord } from './changelog-record.ts'
import { lastPosition } from './last-position.ts'

export interface ColdOptions {
  readonly feed: Feed
  readonly cluster: Pick<Cluster, 'range'>
  readonly topic: string
}

/** Where a copy goes on; one whose mark is of no use is emptied first. */
const startFor = (copy: StateCopy, present: Present): number => {
  if (copy.mark === undefined) return present.start
  const resumption = resumeFrom(copy.mark, present)
  if (resumption.kind === 'from') return resumption.offset
  copy.clear(resumption.reason)
  return present.start
}

/** A changelog of which nothing is held in the heap: only the task's owner reads it, from where a local copy has come to. */
export class ColdChangelog implements Changelog {
  readonly topic: string
  readonly #cluster: ColdOptions['cluster']
  readonly #reader: ChangelogReader

  constructor({ feed, cluster, topic }: ColdOptions) {
    this.topic = topic
    this.#cluster = cluster
    this.#reader = new ChangelogReader(feed, topic)
  }

  start(): void {}

  async stop(): Promise<void> {}

  async find(end: number, signal: AbortSignal): Promise<FoundState> {
    const { start } = await this.#cluster.range(this.topic, 0)
    return {
      position: await lastPosition(this.#reader, { start, end }, signal),
      restore: (copy, claimed, ended) => this.#restore(copy, claimed, ended),
    }
  }

  positions(from: number, to: number, signal: AbortSignal): Promise<readonly PositionRecord[]> {
    return this.#reader.positions(from, to, signal)
  }

  async #restore(copy: StateCopy, claimed: Claimed, signal: AbortSignal): Promise<void> {
    const { start } = await this.#cluster.range(this.topic, 0)
    const from = startFor(copy, { ...claimed, start })
    for await (const { records } of this.#reader.batches(from, claimed.end, signal))
      for (const record of records) {
        const read = readChangelogRecord(record)
        if (read.kind === 'state') copy.apply(read.change.key, read.change.value)
      }
  }
}
