import { METRICS, type RawAppend } from '@order-up/contracts'
import { heartbeat } from './heartbeats.ts'

/** How often idle partitions are looked for. */
export const BEAT_EVERY_MS = 25_000
/** How far a heartbeat's event time stays behind its timestamp. */
const BEAT_LAG_MS = 5_000
/** An order is forgotten when time is more than this beyond its last event (O6). */
const EXPIRY_MS = 30 * 86_400_000

/** Time from the last order on after which no window is open. */
const CLOSING_MS = Math.max(...Object.values(METRICS).map(({ sizeMs, latenessMs }) => sizeMs + latenessMs))

export interface PartitionTimesOptions {
  readonly partitions: number
  readonly schemaId: number
}

/** Event time of every raw partition, as its own records raise it (T4), and the heartbeats that raise it where none do. */
export class PartitionTimes {
  readonly #options: PartitionTimesOptions
  readonly #maxMs: number[]

  constructor(options: PartitionTimesOptions) {
    this.#options = options
    this.#maxMs = Array.from({ length: options.partitions }, () => Number.NEGATIVE_INFINITY)
  }

  /** A sound record of `partition` has arrived. */
  raise(partition: number, eventMs: number): void {
    if (eventMs > (this.#maxMs[partition] as number)) this.#maxMs[partition] = eventMs
  }

  /** Raises every partition to `eventMs`. */
  beatAll(eventMs: number): readonly RawAppend[] {
    return this.#maxMs.map((_, partition) => this.#beat(partition, eventMs, eventMs))
  }

  /** Raises the partitions whose time has stood still since the last beat. */
  beatIdle(nowMs: number): readonly RawAppend[] {
    const idle = [...this.#maxMs.keys()].filter(
      (partition) => (this.#maxMs[partition] as number) < nowMs - BEAT_EVERY_MS,
    )
    return idle.map((partition) => this.#beat(partition, nowMs - BEAT_LAG_MS, nowMs))
  }

  /** Raises every partition so far that all windows close; where `expire`, so far that every order is forgotten. */
  close(nowMs: number, expire: boolean): readonly RawAppend[] {
    return this.beatAll(nowMs + CLOSING_MS + (expire ? EXPIRY_MS : 0))
  }

  #beat(partition: number, eventMs: number, timestampMs: number): RawAppend {
    this.raise(partition, eventMs)
    return heartbeat({ partition, eventMs, timestampMs, schemaId: this.#options.schemaId })
  }
}
