import type { StateCodec } from '@order-up/engine-core'
import type { LocalChange, Store } from '../store/store.ts'
import { type GenerationSize, Generations } from './generations.ts'

export interface KeyedStateSetting<V> {
  /** Before each key, in the changelog and in the store. */
  readonly prefix: string
  readonly codec: StateCodec<V>
  readonly store: Store
  /** Of what is in the heap beside the steps that are not yet durable; bytes as they are encoded. */
  readonly cacheSize: GenerationSize
  /** Told of each key that the step being filled is the first to change. */
  readonly changed: () => void
}

/**
 * One kind of a task's state by key: a bounded cache before the local store. What a step changes is kept here until the
 * store has it; the store learns of it once the step is durable. A value may be changed in place if it is put again.
 */
export class KeyedState<V> {
  readonly #setting: KeyedStateSetting<V>
  readonly #cache: Generations<V | null>
  #changes = new Map<string, V | null>()
  /** Changes of the step that is being committed. */
  #inFlight = new Map<string, V | null>()

  constructor(setting: KeyedStateSetting<V>) {
    this.#setting = setting
    this.#cache = new Generations(setting.cacheSize)
  }

  /** Entries in the heap, those apart that only steps not yet durable have. */
  get cached(): number {
    return this.#cache.length
  }

  get(key: string): V | undefined {
    const cached = this.#cache.get(key)
    const value = cached === undefined ? this.#uncached(key) : cached
    return value === null ? undefined : value
  }

  #uncached(key: string): V | null | undefined {
    let changed = this.#changes.get(key)
    if (changed === undefined) changed = this.#inFlight.get(key)
    if (changed === undefined) return this.#stored(key)
    this.#cache.set(key, changed)
    return changed
  }

  #stored(key: string): V | undefined {
    const { store, prefix, codec } = this.#setting
    const bytes = store.get(prefix + key)
    if (bytes === undefined) return undefined
    const value = codec.decodeBody(bytes)
    this.#cache.set(key, value)
    this.#cache.weigh(bytes.length)
    return value
  }

  put(key: string, value: V): void {
    this.#change(key, value)
  }

  delete(key: string): void {
    this.#change(key, null)
  }

  #change(key: string, value: V | null): void {
    const { size } = this.#changes
    this.#changes.set(key, value)
    this.#cache.set(key, value)
    if (this.#changes.size > size) this.#setting.changed()
  }

  /** Hands over what the step has changed, one change a key; it is being committed from now on. */
  drain(into: LocalChange[]): void {
    const { prefix, codec } = this.#setting
    for (const [key, value] of this.#changes) {
      const text = prefix + key
      const bytes = value === null ? null : codec.encodeBody(value)
      if (bytes !== null) this.#cache.weigh(bytes.length)
      into.push({ text, key: Buffer.from(text), value: bytes })
    }
    this.#inFlight = this.#changes
    this.#changes = new Map()
  }

  /** The store has what was being committed: what it forgot need not be remembered here as forgotten. */
  settle(): void {
    for (const [key, value] of this.#inFlight) if (value === null && !this.#changes.has(key)) this.#cache.delete(key)
    this.#inFlight = new Map()
  }
}
