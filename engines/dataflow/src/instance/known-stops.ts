import { type ClaimedTask, type EngineRun, OrderUpError } from '@order-up/contracts'
import type { Bounds } from './bounds.ts'
import { isFlushAsked } from './flush-intent.ts'
import { type Stops, unlessEnded } from './stops.ts'

export interface KnownStopsSetting {
  readonly run: EngineRun
  readonly bounds: Bounds
  /** Fires when the instance ends. */
  readonly signal: AbortSignal
  /** Called where a flush has been asked for: the instance has to end, and to take part. */
  readonly flushAsked: () => void
}

/** A broker that has just started may not know a topic yet; the next look is soon enough. */
const unlessHidden = (error: unknown): false => {
  if (error instanceof OrderUpError && error.code === 'OU1310') return false
  throw error
}

/** Between two looks at whether a flush has been asked for. */
const LOOK_MS = 1_000

/** The stops of a run without flush, known from the beginning; they hold as long as nobody asks for a flush beside it. */
export class KnownStops implements Stops {
  readonly #setting: KnownStopsSetting

  constructor(setting: KnownStopsSetting) {
    this.#setting = setting
  }

  async follow(): Promise<void> {
    const { run, signal } = this.#setting
    for (;;) {
      await run.timers.sleep(LOOK_MS, signal)
      if (signal.aborted || (await this.#isFlushAsked().catch(unlessHidden))) return
    }
  }

  /** Asks only now that the claim has fenced whoever had the partition: no flush that it does not see has done so. */
  async of({ positions, lost }: ClaimedTask): Promise<number | undefined> {
    const { bounds, signal } = this.#setting
    if (signal.aborted) return undefined
    const isAsked = await unlessEnded(this.#isFlushAsked(), lost)
    return isAsked === false && !signal.aborted ? bounds.stopOffsets[positions[0]!.partition] : undefined
  }

  async #isFlushAsked(): Promise<boolean> {
    const { run, signal, flushAsked } = this.#setting
    const isAsked = (await unlessEnded(isFlushAsked(run.log), signal)) ?? false
    if (isAsked) flushAsked()
    return isAsked
  }
}
