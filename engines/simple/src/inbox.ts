import type { Batch, LogRecord } from '@order-up/contracts'
import { WaitingBatches } from '@order-up/engine-core'
import type { Clock } from './clock.ts'

interface Input {
  readonly partition: number
  readonly waiting: WaitingBatches
  /** The end of the partition as far as it is known. */
  endOffset: number
  /** Where a bounded run stops; plus infinity where it doesn't. */
  readonly stopOffset: number
}

/** A partition's turn: it may be handled while its time is at most `untilMs`, and its first batch lasts. */
export interface Turn {
  readonly partition: number
  readonly untilMs: number
}

export interface InboxSetting {
  readonly clock: Clock
  readonly maxDriftMs: number
  /** By raw partition. */
  readonly positions: readonly number[]
  readonly endOffsets: readonly number[]
  readonly stopOffsets: readonly number[]
}

/**
 * What has been read and not yet handled, by raw partition, and whose turn is next: the slowest partition in event
 * time goes first, and none goes further ahead of the slowest one with unread records than the drift allows
 * (watermark alignment), so that a replay does not pile up open windows.
 */
export class Inbox {
  readonly #inputs: readonly Input[]
  readonly #clock: Clock
  readonly #maxDriftMs: number

  constructor({ clock, maxDriftMs, positions, endOffsets, stopOffsets }: InboxSetting) {
    this.#clock = clock
    this.#maxDriftMs = maxDriftMs
    this.#inputs = positions.map((position, partition) => ({
      partition,
      waiting: new WaitingBatches(position),
      endOffset: endOffsets[partition] as number,
      stopOffset: stopOffsets[partition] as number,
    }))
  }

  #input(partition: number): Input {
    return this.#inputs[partition] as Input
  }

  add(batch: Batch): void {
    const input = this.#input(batch.partition)
    input.endOffset = Math.max(input.endOffset, batch.endOffset)
    input.waiting.add(batch)
  }

  /** True where so much of a partition waits here that it should not be read further for now. */
  isAhead(partition: number): boolean {
    return this.#input(partition).waiting.isAhead
  }

  /** True once every partition has been handled up to where a bounded run stops. */
  get isDone(): boolean {
    return this.#inputs.every(({ waiting, stopOffset }) => waiting.nextOffset >= stopOffset)
  }

  /** True where every partition stops at an end. */
  get isBounded(): boolean {
    return this.#inputs.every((input) => input.stopOffset !== Number.POSITIVE_INFINITY)
  }

  /** Whose turn is next; undefined where no record that may be handled has been read. */
  next(): Turn | undefined {
    const slowest = this.#slowestReady(this.#inputs)
    if (slowest === undefined) return undefined
    const untilMs = this.#slowestUnreadMs(slowest) + this.#maxDriftMs
    return this.#timeOf(slowest) <= untilMs ? { partition: slowest.partition, untilMs } : undefined
  }

  /** Like `next`, among the partitions that hold time back alone; 'stalled' where none of them has unread records. */
  nextOfSlowest(): Turn | undefined | 'stalled' {
    const slowest = this.#clock.slowest().map((partition) => this.#input(partition))
    if (!slowest.some(hasUnread)) return 'stalled'
    const ready = this.#slowestReady(slowest)
    return ready && { partition: ready.partition, untilMs: this.#timeOf(ready) }
  }

  #slowestReady(inputs: readonly Input[]): Input | undefined {
    let slowest: Input | undefined
    for (const input of inputs)
      if (isReady(input) && (slowest === undefined || this.#timeOf(input) < this.#timeOf(slowest))) slowest = input
    return slowest
  }

  #slowestUnreadMs(beside: Input): number {
    let slowestMs = Number.POSITIVE_INFINITY
    for (const input of this.#inputs)
      if (input !== beside && hasUnread(input)) slowestMs = Math.min(slowestMs, this.#timeOf(input))
    return slowestMs
  }

  #timeOf(input: Input): number {
    return this.#clock.maxTsMs(input.partition)
  }

  /** The next record of a partition whose turn it is; undefined at the end of its first batch. */
  peek(partition: number): LogRecord | undefined {
    const input = this.#input(partition)
    const record = input.waiting.first
    return record !== undefined && record.offset < input.stopOffset ? record : undefined
  }

  /** Leaves the record that `peek` showed behind; returns the next offset to handle. */
  take(partition: number): number {
    const { waiting } = this.#input(partition)
    waiting.shift()
    return waiting.nextOffset
  }
}

const isReady = ({ waiting, stopOffset }: Input): boolean =>
  waiting.first !== undefined && waiting.nextOffset < stopOffset

const hasUnread = ({ waiting, endOffset, stopOffset }: Input): boolean =>
  waiting.nextOffset < Math.min(endOffset, stopOffset)
