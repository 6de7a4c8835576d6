import { FRAME_BYTES, OUTPUT_TOPICS, outputCodecs } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import type { KafkaLog } from '@order-up/log/kafka'
import { nameOf } from './curated-once.ts'

/** What a reader of committed curated records sees, and how long after its raw record was due. */
export class CuratedWatch {
  /** How often each raw record has been seen, by its name. */
  readonly seen = new Map<string, number>()
  readonly latenciesMs: number[] = []
  readonly #measuredFromMs: number

  /** Latencies count from records on that were due at `measuredFromMs`. */
  constructor(measuredFromMs: number) {
    this.#measuredFromMs = measuredFromMs
  }

  async watch({ reader }: KafkaLog, signal: AbortSignal): Promise<void> {
    const from = (await reader.ends(OUTPUT_TOPICS.curated)).map((end) => ({ ...end, offset: 0 }))
    for await (const { records } of reader.read(from, signal)) {
      const nowMs = wallClock.nowMs()
      for (const { value } of records) if (value !== null) this.#see(value, nowMs)
    }
  }

  #see(value: Buffer, nowMs: number): void {
    const order = outputCodecs.curated.decodeBody(value.subarray(FRAME_BYTES))
    const { source_partition, source_offset, source_timestamp } = order
    const name = nameOf(source_partition, source_offset)
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
    if (source_timestamp >= this.#measuredFromMs) this.latenciesMs.push(nowMs - source_timestamp)
  }
}
