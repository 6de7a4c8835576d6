import type { DeadLetterCode, OutputName, RunSummary } from '@order-up/contracts'
import { Counters } from '../task/counters.ts'
import type { TakenStep } from '../task/task-work.ts'

/** What one run of an instance has done. */
export class Tally {
  readonly #counters = new Counters()
  readonly #outputs: Record<OutputName, number> = { curated: 0, customers: 0, metrics: 0, late: 0, dlq: 0 }
  #records = 0
  #commits = 0

  /** Counts a step that is durable. */
  add({ step, records, counts }: TakenStep): void {
    this.#counters.addAll(counts)
    this.#records += records
    this.#commits += 1
    for (const { output } of step.outputs) this.#outputs[output] += 1
  }

  summary(): RunSummary {
    const counters = this.#counters
    return {
      records: this.#records,
      refused: counters.under<DeadLetterCode>('refused '),
      held: counters.of('held'),
      curated: counters.of('curated'),
      heartbeats: counters.of('heartbeats'),
      outputs: this.#outputs,
      commits: this.#commits,
    }
  }
}
