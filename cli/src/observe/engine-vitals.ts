import type { ClaimedTask, Step } from '@order-up/contracts'
import { Offsets } from './offsets.ts'
import type { Lag, Phase, Vitals } from './vitals.ts'
import type { LogWitness } from './watch-log.ts'

/** A task in hand: what it is at, and the committed offset of each input. */
interface Held {
  phase: 'restoring' | 'running'
  readonly offsets: Offsets
}

/**
 * What an engine's dealings with its log tell of it, whether it holds one task or many. Progress is that of all its tasks
 * together: one that is ahead in event time waits for the others, and that is no reason for a restart.
 */
export class EngineVitals implements Vitals, LogWitness {
  readonly #nowMs: () => number
  readonly #held = new Map<ClaimedTask, Held>()
  #isJoined = false
  #movedMs: number

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.#movedMs = nowMs()
  }

  get movedMs(): number {
    return this.#movedMs
  }

  get phase(): Phase {
    if (!this.#isJoined) return 'starting'
    const phases = [...this.#held.values()].map(({ phase }) => phase)
    if (phases.includes('restoring')) return 'restoring'
    return phases.length === 0 ? 'standby' : 'running'
  }

  async lags(): Promise<readonly Lag[]> {
    return (await Promise.all([...this.#held].map((held) => this.#lagsOf(held)))).flat()
  }

  /** Nothing of a task that has moved away while its ends were asked for. */
  async #lagsOf([task, { offsets }]: readonly [ClaimedTask, Held]): Promise<readonly Lag[]> {
    try {
      return offsets.lagsTo(await task.ends())
    } catch (error) {
      if (this.#held.has(task)) throw error
      return []
    }
  }

  joined(): void {
    this.#isJoined = true
  }

  claimed(task: ClaimedTask): void {
    this.#movedMs = this.#nowMs()
    const offsets = new Offsets()
    offsets.moveTo(task.positions)
    this.#held.set(task, { phase: 'restoring', offsets })
    task.lost.addEventListener('abort', () => this.#held.delete(task), { once: true })
  }

  restored(task: ClaimedTask): void {
    this.#movedMs = this.#nowMs()
    const held = this.#held.get(task)
    if (held !== undefined) held.phase = 'running'
  }

  committed(task: ClaimedTask, { positions }: Step): void {
    this.#movedMs = this.#nowMs()
    this.#held.get(task)?.offsets.moveTo(positions)
  }

  closed(task: ClaimedTask): void {
    this.#held.delete(task)
  }
}
