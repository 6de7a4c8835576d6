import { compareUtf8 } from '@order-up/contracts'
import type { Store } from '../store/store.ts'
import { KeyOrder } from './key-order.ts'

/**
 * Keys of a kind of state in order, for state whose keys begin with the time at which it is due. The nearest are in the
 * heap, up to a horizon; those behind it are in the store, or about to be.
 */
export class KeyQueue {
  readonly #prefix: string
  readonly #store: Store
  /** Without their prefix, as all keys here. */
  #near = new KeyOrder()
  /** The last key up to which all are near; null where that is every key there is. */
  #horizon: string | null = ''
  /** Keys beyond the horizon that the store may lack. */
  #far: string[] = []
  /** Far keys from which on it is worth asking the store which of them it has. */
  #trimAt: number

  constructor(prefix: string, store: Store) {
    this.#prefix = prefix
    this.#store = store
    this.#trimAt = 4 * store.window
  }

  /** Adds a key that is not there. */
  add(key: string): void {
    if (this.#horizon === null || compareUtf8(key, this.#horizon) <= 0) {
      this.#near.push(key)
      if (this.#near.length > 4 * this.#store.window) this.#retreat()
    } else {
      this.#far.push(key)
      if (this.#far.length > this.#trimAt) this.#trim()
    }
  }

  /** The first key; undefined where there is none. */
  peek(): string | undefined {
    if (this.#near.length === 0 && this.#horizon !== null) this.#advance()
    return this.#near.peek()
  }

  /** Takes out the first key; whoever does so forgets it in the state too. */
  pop(): void {
    this.#near.pop()
  }

  /** Moves the horizon on, by one window. */
  #advance(): void {
    const { window } = this.#store
    const behind = this.#prefix + (this.#horizon as string)
    const stored = this.#store.keysAfter(this.#prefix, behind).map((key) => key.slice(this.#prefix.length))
    const horizon = stored.length < window ? null : (stored.at(-1) as string)
    const isNear = (key: string): boolean => horizon === null || compareUtf8(key, horizon) <= 0
    const near = new Set([...stored, ...this.#far.filter(isNear)])
    this.#far = this.#far.filter((key) => !isNear(key))
    this.#horizon = horizon
    for (const key of near) this.#near.push(key)
  }

  /** Lets go of all but one window of what is near. */
  #retreat(): void {
    const near = new KeyOrder()
    for (let kept = 0; kept < this.#store.window; kept += 1) {
      const key = this.#near.pop()
      near.push(key)
      this.#horizon = key
    }
    while (this.#near.length > 0) this.#far.push(this.#near.pop())
    this.#near = near
    this.#trim()
  }

  /** Lets go of far keys that the store has; those that it lacks yet are asked about again once they are twice as many. */
  #trim(): void {
    this.#far = this.#far.filter((key) => !this.#store.isWritten(this.#prefix + key))
    this.#trimAt = Math.max(4 * this.#store.window, 2 * this.#far.length)
  }
}
