import type { InternalTopic, Position } from '@order-up/contracts'

export interface PurgeOptions {
  /** An engine's own topics. */
  readonly topics: readonly InternalTopic[]
  readonly everyMs: number
  /** Any clock that runs on, in ms. */
  readonly now: () => number
  /** Deletes what lies before these positions, all of one topic. */
  readonly deleteBefore: (topic: string, positions: readonly Position[]) => Promise<void>
  readonly log: (line: string) => void
}

/**
 * Deletes now and then what has been consumed of an engine's own topics: nobody reads it again. In the background; what
 * goes wrong is told, and tried again with what is consumed next.
 */
export class Purge {
  readonly #options: PurgeOptions
  /** Committed positions that have not been purged up to, by topic and partition. */
  readonly #consumed = new Map<string, Map<number, Position>>()
  #lastMs: number
  #isPurging = false

  constructor(options: PurgeOptions) {
    this.#options = options
    this.#lastMs = options.now()
    for (const { topic } of options.topics) this.#consumed.set(topic, new Map())
  }

  /** Takes in positions that have been committed. */
  consumed(positions: readonly Position[]): void {
    for (const position of positions) this.#consumed.get(position.topic)?.set(position.partition, position)
    const { now, everyMs } = this.#options
    if (this.#isPurging || now() - this.#lastMs < everyMs) return
    this.#lastMs = now()
    this.#isPurging = true
    void this.#purge().finally(() => {
      this.#isPurging = false
    })
  }

  async #purge(): Promise<void> {
    const { deleteBefore, log } = this.#options
    for (const [topic, consumed] of this.#consumed) {
      const positions = [...consumed.values()]
      consumed.clear()
      if (positions.length === 0) continue
      await deleteBefore(topic, positions).catch((error: unknown) => {
        log(`purging ${topic}: ${error instanceof Error ? error.message : String(error)}`)
      })
    }
  }
}
