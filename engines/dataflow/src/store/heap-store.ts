import { type ChangelogMark, compareUtf8 } from '@order-up/contracts'
import type { LocalChange, Store, StoreSize, Stores } from './store.ts'

/**
 * No copy at all: what a claim has restored, in the heap. What the task changes from then on stays in its cache, which
 * has no bound here, and ends with it.
 */
export class HeapStore implements Store {
  readonly window: number = Number.POSITIVE_INFINITY
  readonly mark = undefined
  readonly #restored = new Map<string, Buffer>()

  get(key: string): Buffer | undefined {
    return this.#restored.get(key)
  }

  keysAfter(prefix: string, after: string): readonly string[] {
    const keys: string[] = []
    for (const key of this.#restored.keys()) if (key.startsWith(prefix) && compareUtf8(key, after) > 0) keys.push(key)
    return keys.sort(compareUtf8)
  }

  isWritten(key: string): boolean {
    return this.#restored.has(key)
  }

  clear(): void {
    this.#restored.clear()
  }

  apply(key: Buffer, value: Buffer | null): void {
    if (value === null) this.#restored.delete(key.toString())
    else this.#restored.set(key.toString(), value)
  }

  async committed(changes: readonly LocalChange[]): Promise<void> {
    if (this.#restored.size > 0) for (const { text } of changes) this.#restored.delete(text)
  }

  async restored(_mark: ChangelogMark): Promise<void> {}

  size(): StoreSize {
    return { keys: this.#restored.size, bytes: 0 }
  }

  async close(): Promise<void> {}
}

/** No copies: each claim restores everything, into the heap. */
export const heapStores = (): Stores => ({ open: () => new HeapStore() })
