import type { StateChange } from '@order-up/contracts'
import type { ChangeLog, Changing, StateEncoder } from './changes.ts'

/**
 * State in the heap, by key: a Map whose changes since the last step are known. A value is encoded once a step, however
 * often it changed; one that came and went within a step leaves no trace.
 */
export class Table<V> implements Changing {
  readonly #values = new Map<string, V>()
  /** Changed keys; true where the key existed before the step. */
  readonly #changed = new Map<string, boolean>()
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
    if (this.#changed.has(key)) return // it was deleted in this very step
    this.#changed.set(key, false)
    this.#log.count += 1
  }

  /** Notes that the value of a key has been changed in place. */
  update(key: string): void {
    if (this.#changed.has(key)) return
    this.#changed.set(key, true)
    this.#log.count += 1
  }

  /** Sets a value, whether the key has one or not. */
  put(key: string, value: V): void {
    if (this.#values.has(key)) {
      this.#values.set(key, value)
      this.update(key)
    } else this.insert(key, value)
  }

  delete(key: string): void {
    this.#values.delete(key)
    const existed = this.#changed.get(key)
    if (existed === undefined) {
      this.#changed.set(key, true)
      this.#log.count += 1
    } else if (!existed) {
      this.#changed.delete(key)
      this.#log.count -= 1
    }
  }

  /** Takes over a value that the changelog holds already. */
  load(key: string, value: V): void {
    this.#values.set(key, value)
  }

  drain(into: StateChange[]): void {
    for (const key of this.#changed.keys()) {
      const value = this.#values.get(key)
      into.push({
        key: Buffer.from(this.#prefix + key),
        value: value === undefined ? null : this.#codec.encodeBody(value),
      })
    }
    this.#changed.clear()
  }
}
