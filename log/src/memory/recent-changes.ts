import type { StateChange } from '@order-up/contracts'

/** Changes that are kept for copies to be brought up to date by. */
const MAX_CHANGES = 10_000

interface Committed {
  readonly version: number
  readonly changes: readonly StateChange[]
}

/** The last steps of a changelog, as they were committed. */
export class RecentChanges {
  #steps: Committed[] = []
  #changes = 0
  /** The version before the first step that is kept. */
  #from = 0

  add(version: number, changes: readonly StateChange[]): void {
    this.#steps.push({ version, changes })
    this.#changes += changes.length
    while (this.#changes > MAX_CHANGES) this.#drop()
  }

  #drop(): void {
    const dropped = this.#steps.shift() as Committed
    this.#from = dropped.version
    this.#changes -= dropped.changes.length
  }

  /** What was changed after `version`; undefined where not all of it is kept. */
  since(version: number): readonly StateChange[] | undefined {
    if (version < this.#from) return undefined
    return this.#steps.flatMap((step) => (step.version > version ? step.changes : []))
  }
}
