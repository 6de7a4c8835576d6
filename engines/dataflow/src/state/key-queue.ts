import { compareUtf8 } from '@order-up/contracts'
import TinyQueue from 'tinyqueue'
import type { Store } from '../store/store.ts'

/**
 * Keys of a kind of state in order, for state whose keys begin with the time at which it is due. The nearest are in the
 * heap, up to a horizon; those behind it are in the store, or about to be.
 */
export class KeyQueue {
  readonly #prefix: string
  readonly #store: Store
  /** Without their prefix, as all keys here. */
  #near = new TinyQueue<string>([], compareUtf8)
  /** The last key up to which all are near; null where that is every key there is. */
  #horizon: string | null = ''
  /** Keys beyond the horizon that the store may lack. */
  #far: string[] = []

  constructor(prefix: string, store: Store) {
    this.#prefix = prefix
    this.#store = store
  }

  /** Adds a key that is not there. */
  add(key: string): void {
    if (this.#horizon === null || compareUtf8(key, this.#horizon) <= 0) {
      this.#near.push(key)
      if (this.#near.length > 4 * this.#store.window) this.#retreat()
    } else {
      this.#far.push(key)
      if (this.#far.length > 4 * this.#store.window) this.#trim()
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
    const horizon = this.#horizon as string
    const stored = this.#store.keysAfter(this.#prefix, this.#prefix + horizon)
    const keys = new Set(stored.map((key) => key.slice(this.#prefix.length)))
    const isLast = keys.size < window
    const lastStored = isLast ? null : [...keys].at(-1)!
    for (const key of this.#far) if (lastStored === null || compareUtf8(key, lastStored) <= 0) keys.add(key)
    this.#far = lastStored === null ? [] : this.#far.filter((key) => compareUtf8(key, lastStored) > 0)
    this.#horizon = lastStored
    this.#near = new TinyQueue([...keys], compareUtf8)
  }

  /** Lets go of all but one window of what is near. */
  #retreat(): void {
    const keys: string[] = []
    while (this.#near.length > 0) keys.push(this.#near.pop() as string)
    const { window } = this.#store
    this.#horizon = keys[window - 1] as string
    this.#near = new TinyQueue(keys.slice(0, window), compareUtf8)
    this.#far = [...keys.slice(window), ...this.#far]
    this.#trim()
  }

  /** Lets go of far keys that the store has. */
  #trim(): void {
    this.#far = this.#far.filter((key) => !this.#store.isWritten(this.#prefix + key))
  }
}
