import { OrderUpError } from '@order-up/contracts'
import { longCodec } from '@order-up/engine-core'
import { ChangedItems, type Tracked } from './changed-items.ts'
import type { ChangeLog } from './changes.ts'
import { STATE_KEYS } from './state-keys.ts'

interface PartitionTime extends Tracked {
  readonly partition: number
  maxTsMs: number
}

/** Event time: how far each raw partition has come (T4), and the least of them all (M3, C2). */
export class Clock {
  readonly #times: readonly PartitionTime[]
  readonly #changes: ChangedItems<PartitionTime>
  #minTsMs = Number.NEGATIVE_INFINITY

  constructor(log: ChangeLog, partitions: number) {
    this.#times = Array.from({ length: partitions }, (_, partition) => ({
      partition,
      maxTsMs: Number.NEGATIVE_INFINITY,
      stepChange: 'none',
    }))
    this.#changes = new ChangedItems(log, {
      keyOf: ({ partition }) => STATE_KEYS.t(partition),
      encodeBody: ({ maxTsMs }) => longCodec.encodeBody(maxTsMs),
    })
  }

  /** Takes over what the changelog held; throws OU1301 for a partition that is not there. */
  load(partition: number, maxTsMs: number): void {
    const time = this.#times[partition]
    if (time === undefined) throw new OrderUpError('OU1301', { detail: `state has a partition ${partition}` })
    time.maxTsMs = maxTsMs
    this.#minTsMs = this.#leastMs()
  }

  #time(partition: number): PartitionTime {
    return this.#times[partition] as PartitionTime
  }

  #leastMs(): number {
    return this.#times.reduce((leastMs, { maxTsMs }) => Math.min(leastMs, maxTsMs), Number.POSITIVE_INFINITY)
  }

  /** Time of a partition; minus infinity before its first valid record. */
  maxTsMs(partition: number): number {
    return this.#time(partition).maxTsMs
  }

  /** The partitions that have had a valid record, each with its time. */
  known(): readonly (readonly [partition: number, maxTsMs: number])[] {
    return this.#times.flatMap(({ partition, maxTsMs }) =>
      maxTsMs === Number.NEGATIVE_INFINITY ? [] : [[partition, maxTsMs] as const],
    )
  }

  /** The least time over all partitions, whichever of them has records. */
  get minTsMs(): number {
    return this.#minTsMs
  }

  /** Counts a valid record of a partition (T4). */
  raise(partition: number, eventMs: number): void {
    const time = this.#time(partition)
    const before = time.maxTsMs
    if (eventMs <= before) return
    time.maxTsMs = eventMs
    if (before === Number.NEGATIVE_INFINITY) this.#changes.add(time)
    else this.#changes.touch(time)
    if (before === this.#minTsMs) this.#minTsMs = this.#leastMs()
  }

  /** Declares the log complete: time is plus infinity everywhere, and no order expires of it (E5). */
  complete(): void {
    this.#minTsMs = Number.POSITIVE_INFINITY
  }

  /** The partitions that hold time back. */
  slowest(): readonly number[] {
    const leastMs = this.#leastMs()
    return this.#times.filter(({ maxTsMs }) => maxTsMs === leastMs).map(({ partition }) => partition)
  }
}
