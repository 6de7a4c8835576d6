import type { ClaimedTask, EngineObserver } from '@order-up/contracts'
import type { TaskState } from '../state/task-state.ts'
import type { TakenStep } from './task-work.ts'

export interface CommitterSetting {
  readonly task: ClaimedTask
  readonly state: TaskState
  readonly observer: EngineObserver
  /** Rung when a commit is settled, well or not. */
  readonly settled: () => void
  /** Told of each commit that is durable. */
  readonly counted: (step: TakenStep) => void
}

/** Commits steps one after the other while the next one is being filled: handling never waits for a commit in flight. */
export class Committer {
  readonly #setting: CommitterSetting
  #inFlight: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined

  constructor(setting: CommitterSetting) {
    this.#setting = setting
  }

  /** Throws what made a commit fail. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** Resolves when the commit in flight is durable and the local copy has it; rejects with what made one fail. */
  async settled(): Promise<void> {
    await this.#inFlight
    this.check()
  }

  /** Resolves when none is in flight, however the last one ended. */
  async ended(): Promise<void> {
    await this.#inFlight
  }

  /** Begins to commit a step; the one before it has to be settled. */
  begin(taken: TakenStep): void {
    this.#inFlight = this.#commit(taken)
      .catch((error: unknown) => {
        this.#failure = { error }
      })
      .finally(() => {
        this.#inFlight = undefined
        this.#setting.settled()
      })
  }

  async #commit(taken: TakenStep): Promise<void> {
    const { step, records, times } = taken
    const { task, state, observer, counted } = this.#setting
    const mark = await task.commit(step)
    counted(taken)
    for (const [partition, maxTsMs] of times) observer.advanced?.(partition, maxTsMs)
    observer.committed?.({ records, outputs: step.outputs.length, changes: step.state.length })
    await state.committed(mark)
  }
}
