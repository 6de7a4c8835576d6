import type { ClaimedTask, EngineRun } from '@order-up/contracts'
import { namedEnds, nameEnds, noteFenced } from './flush-intent.ts'
import { type Stops, unlessEnded } from './stops.ts'

/** Between two looks at whether the ends can be named, or have been. */
const LOOK_MS = 100

/**
 * The stops of a flush (E5): the ends of the raw partitions, named once every partition was claimed by an instance that takes
 * part. From then on nobody handles anything beyond them, and nobody who takes part has handled anything before.
 */
export class FlushStops implements Stops {
  readonly #run: EngineRun
  readonly #signal: AbortSignal
  #ends: Promise<readonly number[] | undefined> | undefined

  /** `signal` fires when the instance ends. */
  constructor(run: EngineRun, signal: AbortSignal) {
    this.#run = run
    this.#signal = signal
  }

  async follow(): Promise<void> {
    await this.#named()
  }

  of({ positions, lost }: ClaimedTask): Promise<number | undefined> {
    const { partition } = positions[0]!
    return unlessEnded(this.#stopOf(partition), lost)
  }

  async #stopOf(partition: number): Promise<number | undefined> {
    await unlessEnded(noteFenced(this.#run.log, partition), this.#signal)
    const ends = await this.#named()
    return ends?.[partition]
  }

  /** The ends, once they are named by whichever instance; one look serves all tasks. */
  #named(): Promise<readonly number[] | undefined> {
    this.#ends ??= unlessEnded(this.#lookForEnds(), this.#signal)
    return this.#ends
  }

  async #lookForEnds(): Promise<readonly number[] | undefined> {
    const { log, timers } = this.#run
    while (!this.#signal.aborted) {
      const ends = (await namedEnds(log)) ?? (await nameEnds(log))
      if (ends !== undefined) return ends
      await timers.sleep(LOOK_MS, this.#signal)
    }
    return undefined
  }
}
