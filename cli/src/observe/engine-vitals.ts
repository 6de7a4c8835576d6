import type { ClaimedTask, Step, TopicPartition } from '@order-up/contracts'
import type { Lag, Phase, Vitals } from './vitals.ts'
import type { LogWitness } from './watch-log.ts'

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** A task in hand: what it is at, and the committed offset of each input. */
interface Held {
  phase: 'restoring' | 'running'
  readonly offsets: Map<string, number>
}

/** What an engine's dealings with its log tell of it. */
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
    const lagsOf = async ([task, { offsets }]: [ClaimedTask, Held]): Promise<readonly Lag[]> =>
      (await task.ends()).map(({ offset: end, ...input }) => ({
        ...input,
        offset: offsets.get(nameOf(input)) ?? 0,
        end,
      }))
    return (await Promise.all([...this.#held].map(lagsOf))).flat()
  }

  joined(): void {
    this.#isJoined = true
  }

  claimed(task: ClaimedTask): void {
    this.#movedMs = this.#nowMs()
    const offsets = new Map(task.positions.map((position) => [nameOf(position), position.offset]))
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
    for (const position of positions) this.#held.get(task)?.offsets.set(nameOf(position), position.offset)
  }

  closed(task: ClaimedTask): void {
    this.#held.delete(task)
  }
}
