import type { Position, TopicPartition } from '@order-up/contracts'
import type { Lag } from './vitals.ts'

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** How far inputs have been dealt with, for good. */
export class Offsets {
  readonly #offsets = new Map<string, number>()

  moveTo(positions: readonly Position[]): void {
    for (const position of positions) this.#offsets.set(nameOf(position), position.offset)
  }

  /** How far each input is from its end; one that nothing is known of is at its beginning. */
  lagsTo(ends: readonly Position[]): readonly Lag[] {
    return ends.map(({ offset: end, ...input }) => ({ ...input, offset: this.#offsets.get(nameOf(input)) ?? 0, end }))
  }
}
