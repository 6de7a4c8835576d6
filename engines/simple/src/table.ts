import type { StateChange } from '@order-up/contracts'
import type { ChangeLog, Changing, StateEncoder } from './changes.ts'

/** A changed key: its value, undefined once deleted, and whether the key existed before the step. */
interface Change<V> {
  value: V | undefined
  readonly existed: boolean
}

/**
 * State in the heap, by key: a Map whose changes since the last step are known. A value is encoded once a step, however
 * often it changed; one that came and went within a step leaves no trace.
 */
export class Table<V> implements Changing {
  readonly #values = new Map<string, V>()
  readonly #changed = new Map<string, Change<V>>()
  readonly #log: ChangeLog
  readonly #prefix: string
  readonly #codec: StateEncoder<V>

  constructor(log: ChangeLog, prefix: string, codec: StateEncoder<V>) {
    this.#log = log
    this.#prefix = prefix
    this.#codec = codec
    log.register(this)
  }

  get size(): number {
    return this.#values.size
  }

  get(key: string): V | undefined {
    return this.#values.get(key)
  }

  values(): IterableIterator<V> {
    return this.#values.values()
  }

  /** Adds a value under a key that has none. */
  insert(key: string, value: V): void {
    this.#values.set(key, value)
    this.#note(key, value, false)
  }

  /** Sets another value under a key that has one. */
  replace(key: string, value: V): void {
    this.#values.set(key, value)
    this.#note(key, value, true)
  }

  /** Notes that `value`, which stands under the key, has been changed in place. */
  touch(key: string, value: V): void {
    this.#note(key, value, true)
  }

  delete(key: string): void {
    this.#values.delete(key)
    const change = this.#changed.get(key)
    if (change === undefined) this.#note(key, undefined, true)
    else if (change.existed) change.value = undefined
    else {
      this.#changed.delete(key)
      this.#log.count -= 1
    }
  }

  #note(key: string, value: V | undefined, existed: boolean): void {
    const change = this.#changed.get(key)
    if (change !== undefined) change.value = value
    else {
      this.#changed.set(key, { value, existed })
      this.#log.count += 1
    }
  }

  /** Takes over a value that the changelog holds already. */
  load(key: string, value: V): void {
    this.#values.set(key, value)
  }

  drain(into: StateChange[]): void {
    for (const [key, { value }] of this.#changed)
      into.push({
        key: Buffer.from(this.#prefix + key),
        value: value === undefined ? null : this.#codec.encodeBody(value),
      })
    this.#changed.clear()
  }
}
