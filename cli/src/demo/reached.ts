import type { Position, TopicPartition } from '@order-up/contracts'

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** How far someone has come in each partition of some topics, and a way to wait for it. */
export class Reached {
  readonly #offsets = new Map<string, number>()
  #waiting: (() => void)[] = []

  /** Offset of the next record, 0 where nothing has been reached. */
  at(input: TopicPartition): number {
    return this.#offsets.get(nameOf(input)) ?? 0
  }

  advance(positions: readonly Position[]): void {
    for (const position of positions) this.#offsets.set(nameOf(position), Math.max(position.offset, this.at(position)))
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Resolves as soon as `met` says so, which is asked again at each advance, or when `signal` fires. */
  async until(met: () => boolean, signal: AbortSignal): Promise<void> {
    const wake = (): void => this.advance([])
    signal.addEventListener('abort', wake)
    while (!signal.aborted && !met()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    signal.removeEventListener('abort', wake)
  }

  /** Whether every one of `ends` has been reached. */
  covers(ends: readonly Position[]): boolean {
    return ends.every((end) => this.at(end) >= end.offset)
  }
}
