import type { ClaimedTask, EngineObserver } from '@order-up/contracts'
import type { Clock } from './clock.ts'
import type { StepBuilder } from './step-builder.ts'

export interface CommitterOptions {
  readonly task: ClaimedTask
  readonly step: StepBuilder
  readonly clock: Clock
  readonly observer: EngineObserver
}

/** Commits steps one after the other while the next one is being filled: reading never waits for a commit in flight (E1). */
export class Committer {
  readonly #task: ClaimedTask
  readonly #step: StepBuilder
  readonly #clock: Clock
  readonly #observer: EngineObserver
  #inFlight: Promise<void> = Promise.resolve()
  #fail: (cause: unknown) => void = () => {}
  /** Commits that are durable. */
  commits = 0

  constructor({ task, step, clock, observer }: CommitterOptions) {
    this.#task = task
    this.#step = step
    this.#clock = clock
    this.#observer = observer
  }

  /**
   * Rejects when a commit fails from now on; `settled` rejects with it in any case. Each call takes the place of the one
   * before: one promise for all of them would hold on to everything that has ever waited for it.
   */
  failing(): Promise<never> {
    const failing = new Promise<never>((_, reject) => {
      this.#fail = reject
      this.#inFlight.catch(reject)
    })
    failing.catch(() => {}) // who does not wait any more need not hear of it
    return failing
  }

  /** Resolves when every commit begun so far is durable; rejects with what made one fail. */
  settled(): Promise<void> {
    return this.#inFlight
  }

  /** Begins to commit the step as it stands; the commit before it has to be settled. */
  begin(): void {
    const { records } = this.#step
    const step = this.#step.take()
    const times = this.#clock.known()
    this.#inFlight = this.#task.commit(step).then(() => {
      this.commits += 1
      for (const [partition, maxTsMs] of times) this.#observer.advanced?.(partition, maxTsMs)
      this.#observer.committed?.({ records, outputs: step.outputs.length, changes: step.state.length })
    })
    this.#inFlight.catch((cause: unknown) => this.#fail(cause))
  }
}
