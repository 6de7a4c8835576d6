import type { ChangeLog } from './changes.ts'
import { longCodec } from './state-codecs.ts'
import { Table } from './table.ts'

/** Event time: how far each raw partition has come (T4), and the least of them all (M3, C2). */
export class Clock {
  readonly #maxTsMs: number[]
  readonly #table: Table<number>
  #minTsMs = Number.NEGATIVE_INFINITY

  constructor(log: ChangeLog, partitions: number) {
    this.#maxTsMs = new Array<number>(partitions).fill(Number.NEGATIVE_INFINITY)
    this.#table = new Table(log, 't|', longCodec)
  }

  load(partition: number, maxTsMs: number): void {
    this.#table.load(String(partition), maxTsMs)
    this.#maxTsMs[partition] = maxTsMs
    this.#minTsMs = Math.min(...this.#maxTsMs)
  }

  /** Time of a partition; minus infinity before its first valid record. */
  maxTsMs(partition: number): number {
    return this.#maxTsMs[partition] as number
  }

  /** The least time over all partitions, whichever of them has records. */
  get minTsMs(): number {
    return this.#minTsMs
  }

  /** Counts a valid record of a partition (T4). */
  raise(partition: number, eventMs: number): void {
    const before = this.maxTsMs(partition)
    if (eventMs <= before) return
    this.#maxTsMs[partition] = eventMs
    if (before === Number.NEGATIVE_INFINITY) this.#table.insert(String(partition), eventMs)
    else this.#table.replace(String(partition), eventMs)
    if (before === this.#minTsMs) this.#minTsMs = Math.min(...this.#maxTsMs)
  }

  /** Declares the log complete: time is plus infinity everywhere, and no order expires of it (E5). */
  complete(): void {
    this.#minTsMs = Number.POSITIVE_INFINITY
  }

  /** The partitions that hold time back. */
  slowest(): readonly number[] {
    const leastMs = Math.min(...this.#maxTsMs)
    return [...this.#maxTsMs.keys()].filter((partition) => this.#maxTsMs[partition] === leastMs)
  }
}
