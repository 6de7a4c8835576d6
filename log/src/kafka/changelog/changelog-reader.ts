import type { Batch, TopicPartition } from '@order-up/contracts'
import type { Feed } from '../fetch/feed.ts'
import { readCursors } from '../fetch/read-cursors.ts'
import { type PositionRecord, readChangelogRecord } from './changelog-record.ts'

/** Reads parts of a task's changelog, which the group has assigned to this member; one at a time. */
export class ChangelogReader {
  readonly #feed: Feed
  readonly #input: TopicPartition

  constructor(feed: Feed, topic: string) {
    this.#feed = feed
    this.#input = { topic, partition: 0 }
  }

  /** What lies between two offsets; the last batch may reach beyond. Rejects when `signal` fires. */
  async *batches(from: number, to: number, signal: AbortSignal): AsyncGenerator<Batch> {
    if (from >= to) return
    const { changed } = this.#feed
    const cursor = this.#feed.open(this.#input, this.#input.topic, from)
    try {
      for await (const batch of readCursors({ cursors: [cursor], changed, signal, ended: () => false })) {
        yield batch
        if (batch.nextOffset >= to) return
      }
      signal.throwIfAborted()
    } finally {
      this.#feed.close(cursor)
    }
  }

  /** The position records between two offsets, in order. */
  async positions(from: number, to: number, signal: AbortSignal): Promise<readonly PositionRecord[]> {
    const found: PositionRecord[] = []
    for await (const { records } of this.batches(from, to, signal))
      for (const record of records) {
        const read = readChangelogRecord(record)
        if (read.kind === 'position') found.push(read.position)
      }
    return found
  }
}
