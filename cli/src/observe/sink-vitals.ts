import { type LoadBatch, OUTPUT_TOPICS, type Position, type TopicReader } from '@order-up/contracts'
import { Offsets } from './offsets.ts'
import type { Lag, Phase, Vitals } from './vitals.ts'
import type { SinkWitness } from './watch-sink.ts'

/** What a loader's dealings with its sink tell of it. */
export class SinkVitals implements Vitals, SinkWitness {
  readonly #reader: Pick<TopicReader, 'ends'>
  readonly #nowMs: () => number
  readonly #offsets = new Offsets()
  #phase: Phase = 'starting'
  #movedMs: number

  constructor(reader: Pick<TopicReader, 'ends'>, nowMs: () => number) {
    this.#reader = reader
    this.#nowMs = nowMs
    this.#movedMs = nowMs()
  }

  get phase(): Phase {
    return this.#phase
  }

  get movedMs(): number {
    return this.#movedMs
  }

  async lags(): Promise<readonly Lag[]> {
    const ends = await Promise.all(Object.values(OUTPUT_TOPICS).map((topic) => this.#reader.ends(topic)))
    return this.#offsets.lagsTo(ends.flat())
  }

  claimed(positions: readonly Position[]): void {
    this.#phase = 'running'
    this.#movedMs = this.#nowMs()
    this.#offsets.moveTo(positions)
  }

  loaded({ output, spans }: LoadBatch): void {
    this.#movedMs = this.#nowMs()
    const topic = OUTPUT_TOPICS[output]
    this.#offsets.moveTo(spans.map(({ partition, nextOffset }) => ({ topic, partition, offset: nextOffset })))
  }
}
