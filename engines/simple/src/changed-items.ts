import type { StateChange } from '@order-up/contracts'
import type { ChangeLog, Changing } from './changes.ts'
import { stateChange } from './state-keys.ts'

/** What the step that is being filled has done to an item so far; `undone`: it came and went. */
export type StepChange = 'none' | 'added' | 'changed' | 'dropped' | 'undone'

/** State with a key of its own in the changelog, which knows what the step has done to it. */
export interface Tracked {
  stepChange: StepChange
}

/** How an item stands in the changelog. */
export interface ItemForm<T> {
  readonly keyOf: (item: T) => string
  readonly encodeBody: (item: T) => Buffer
}

/**
 * The items that the step has changed: no key is looked up for it, and none joined before the step is committed. An item
 * is encoded once a step, however often it changed; one that came and went within a step leaves no trace. The key of an
 * item that was dropped must not come back within the step.
 */
export class ChangedItems<T extends Tracked> implements Changing {
  readonly #log: ChangeLog
  readonly #form: ItemForm<T>
  #changed: T[] = []

  constructor(log: ChangeLog, form: ItemForm<T>) {
    this.#log = log
    this.#form = form
    log.register(this)
  }

  /** Notes an item that is new. */
  add(item: T): void {
    this.#note(item, 'added')
  }

  /** Notes that an item has changed. */
  touch(item: T): void {
    if (item.stepChange === 'none') this.#note(item, 'changed')
  }

  /** Notes that an item is gone. */
  drop(item: T): void {
    if (item.stepChange === 'added') {
      item.stepChange = 'undone'
      this.#log.count -= 1
    } else if (item.stepChange === 'none') this.#note(item, 'dropped')
    else item.stepChange = 'dropped'
  }

  #note(item: T, change: StepChange): void {
    item.stepChange = change
    this.#changed.push(item)
    this.#log.count += 1
  }

  drain(into: StateChange[]): void {
    const { keyOf, encodeBody } = this.#form
    for (const item of this.#changed) {
      const { stepChange } = item
      if (stepChange !== 'undone')
        into.push(stateChange(keyOf(item), stepChange === 'dropped' ? null : encodeBody(item)))
      item.stepChange = 'none'
    }
    this.#changed = []
  }
}
