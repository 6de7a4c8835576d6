import type { ChangelogMark, StateChange, StateCopy } from '@order-up/contracts'

/** A change with its key as text too: as which the state knows it. */
export interface LocalChange extends StateChange {
  readonly text: string
}

/**
 * The local copy of a task's state: what its changelog says, keys in the order of their UTF-8 bytes. The changelog is the
 * truth; a copy that is lost costs nothing but the time to read it again.
 */
export interface Store extends StateCopy {
  /** The committed value of a key; undefined where there is none. */
  get(key: string): Buffer | undefined
  /**
   * The first keys behind `after` that begin with `prefix`, in order, among those that have been written down: at most
   * `window` of them. What was committed a moment ago may be missing.
   */
  keysAfter(prefix: string, after: string): readonly string[]
  /** True where a key is among those that `keysAfter` sees. */
  isWritten(key: string): boolean
  /** Keys that are worth holding in the heap at once; plus infinity where all of the state is there anyway. */
  readonly window: number
  /** Takes over a step that is known to be durable. Resolves when there is room for the next one. */
  committed(changes: readonly LocalChange[], mark: ChangelogMark): Promise<void>
  /** Notes how far `restore` has brought the copy, and writes it down. */
  restored(mark: ChangelogMark): Promise<void>
  /** Keys and bytes that the copy holds, as far as they are known; for metrics. */
  size(): StoreSize
  /** Writes down what it holds, and lets go of it. */
  close(): Promise<void>
}

export interface StoreSize {
  readonly keys: number
  readonly bytes: number
}

/** Opens the local copy of each task. */
export interface Stores {
  /** The copy of a task, empty where there is none that can be used; a message then says why. */
  open(task: string): Store
}
