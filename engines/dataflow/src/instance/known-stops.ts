import type { ClaimedTask, EngineRun } from '@order-up/contracts'
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
      if (signal.aborted || (await this.#isFlushAsked())) return
    }
  }

  /** Asks only now that the claim has fenced whoever had the partition: no flush that it does not see has done so. */
  async of({ positions }: ClaimedTask): Promise<number | undefined> {
    const { bounds, signal } = this.#setting
    const isAsked = await this.#isFlushAsked()
    return isAsked || signal.aborted ? undefined : bounds.stopOffsets[positions[0]!.partition]
  }

  async #isFlushAsked(): Promise<boolean> {
    const { run, signal, flushAsked } = this.#setting
    const isAsked = (await unlessEnded(isFlushAsked(run.log), signal)) ?? false
    if (isAsked) flushAsked()
    return isAsked
  }
}
