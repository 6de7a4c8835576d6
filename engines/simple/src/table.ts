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

  /** Sets a value, or notes that the one set before has been changed in place. */
  put(key: string, value: V): void {
    this.#touch(key)
    this.#values.set(key, value)
  }

  delete(key: string): void {
    this.#touch(key)
    this.#values.delete(key)
    if (this.#changed.get(key) === false) {
      this.#changed.delete(key)
      this.#log.count -= 1
    }
  }

  #touch(key: string): void {
    if (this.#changed.has(key)) return
    this.#changed.set(key, this.#values.has(key))
    this.#log.count += 1
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
