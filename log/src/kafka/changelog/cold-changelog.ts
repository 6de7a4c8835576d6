import type { StateCopy } from '@order-up/contracts'
import type { Cluster } from '../admin/cluster.ts'
import type { Feed } from '../fetch/feed.ts'
import { type Retrying, retrying } from '../retrying.ts'
import type { Changelog, Claimed, FoundState } from './changelog.ts'
import { type Present, resumeFrom } from './changelog-mark.ts'
import { ChangelogReader } from './changelog-reader.ts'
import { type PositionRecord, readChangelogRecord } from './changelog-record.ts'
import { lastPosition } from './last-position.ts'

export interface ColdOptions extends Pick<Retrying, 'timings' | 'log'> {
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
  readonly #options: ColdOptions
  readonly #reader: ChangelogReader

  constructor(options: ColdOptions) {
    this.topic = options.topic
    this.#options = options
    this.#reader = new ChangelogReader(options.feed, options.topic)
  }

  start(): void {}

  async stop(): Promise<void> {}

  async find(end: number, signal: AbortSignal): Promise<FoundState> {
    const start = await this.#start(signal)
    return {
      position: await lastPosition(this.#reader, { start, end }, signal),
      restore: (copy, claimed, ended) => this.#restore(copy, claimed, ended),
    }
  }

  /** The first offset that it still has. */
  async #start(signal: AbortSignal): Promise<number> {
    const { cluster, topic, timings, log } = this.#options
    const ask = () => cluster.range(topic, 0)
    return (await retrying({ timings, signal, log, what: `reading ${topic}` }, ask)).start
  }

  positions(from: number, to: number, signal: AbortSignal): Promise<readonly PositionRecord[]> {
    return this.#reader.positions(from, to, signal)
  }

  async #restore(copy: StateCopy, claimed: Claimed, signal: AbortSignal): Promise<void> {
    const start = await this.#start(signal)
    const from = startFor(copy, { ...claimed, start })
    for await (const { records } of this.#reader.batches(from, claimed.end, signal))
      for (const record of records) {
        const read = readChangelogRecord(record)
        if (read.kind === 'state') copy.apply(read.change.key, read.change.value)
      }
  }
}
