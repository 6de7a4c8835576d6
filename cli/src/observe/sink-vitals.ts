import {
  type LoadBatch,
  OUTPUT_TOPICS,
  type Position,
  type TopicPartition,
  type TopicReader,
} from '@order-up/contracts'
import type { Lag, Phase, Vitals } from './vitals.ts'
import type { SinkWitness } from './watch-sink.ts'

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** What a loader's dealings with its sink tell of it. */
export class SinkVitals implements Vitals, SinkWitness {
  readonly #reader: Pick<TopicReader, 'ends'>
  readonly #nowMs: () => number
  readonly #offsets = new Map<string, number>()
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
    return ends
      .flat()
      .map(({ offset: end, ...input }) => ({ ...input, offset: this.#offsets.get(nameOf(input)) ?? 0, end }))
  }

  claimed(positions: readonly Position[]): void {
    this.#phase = 'running'
    this.#movedMs = this.#nowMs()
    for (const position of positions) this.#offsets.set(nameOf(position), position.offset)
  }

  loaded({ output, spans }: LoadBatch): void {
    this.#movedMs = this.#nowMs()
    for (const { partition, nextOffset } of spans)
      this.#offsets.set(nameOf({ topic: OUTPUT_TOPICS[output], partition }), nextOffset)
  }
}
