import type { ChangelogMark, StateChange } from '@order-up/contracts'
import type { StateCodec } from '@order-up/engine-core'
import type { LocalChange, Store } from '../store/store.ts'
import type { GenerationSize } from './generations.ts'
import { KeyQueue } from './key-queue.ts'
import { KeyedState } from './keyed-state.ts'

/** What the kinds of state have in common, whatever their values. */
type AnyState = Pick<KeyedState<never>, 'drain' | 'settle'>

const CACHE_BYTES = 4_194_304
const UNBOUNDED: GenerationSize = { entries: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }

/** Everything that one task knows, and its next owner will (E3), by kind; each kind has a prefix of its own before its keys. */
export class TaskState {
  readonly #store: Store
  readonly #cacheSize: GenerationSize
  readonly #kinds: AnyState[] = []
  #changes = 0
  /** Changes of the step that is being committed. */
  #inFlight: readonly LocalChange[] = []

  /** `cacheSize`: entries of each kind in the heap, where the store holds the rest. */
  constructor(store: Store, cacheSize: number) {
    this.#store = store
    this.#cacheSize = store.window === Number.POSITIVE_INFINITY ? UNBOUNDED : { entries: cacheSize, bytes: CACHE_BYTES }
  }

  /** Keys that the step being filled has changed. */
  get changes(): number {
    return this.#changes
  }

  /** A kind of state; two kinds may share a prefix where their keys never meet. */
  keyed<V>(prefix: string, codec: StateCodec<V>): KeyedState<V> {
    const changed = (): void => {
      this.#changes += 1
    }
    const state = new KeyedState({ prefix, codec, store: this.#store, cacheSize: this.#cacheSize, changed })
    this.#kinds.push(state)
    return state
  }

  /** The keys with a prefix, in order. */
  queue(prefix: string): KeyQueue {
    return new KeyQueue(prefix, this.#store)
  }

  /** What the step has changed; it is being committed from now on. */
  drain(): readonly StateChange[] {
    const changes: LocalChange[] = []
    if (this.#changes > 0) for (const kind of this.#kinds) kind.drain(changes)
    this.#changes = 0
    this.#inFlight = changes
    return changes
  }

  /** The step that was being committed is durable. Resolves when there is room for the next one. */
  async committed(mark: ChangelogMark): Promise<void> {
    const room = this.#store.committed(this.#inFlight, mark)
    this.#inFlight = []
    for (const kind of this.#kinds) kind.settle()
    await room
  }
}
