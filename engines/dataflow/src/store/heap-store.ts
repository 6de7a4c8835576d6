import { type ChangelogMark, compareUtf8, type StateChange } from '@order-up/contracts'
import type { Store, StoreSize, Stores } from './store.ts'

/** A copy in the heap, which ends with its process: everything is restored from the changelog. */
export class HeapStore implements Store {
  readonly window = Number.POSITIVE_INFINITY
  readonly #values = new Map<string, Buffer>()
  #mark: ChangelogMark | undefined

  get mark(): ChangelogMark | undefined {
    return this.#mark
  }

  get(key: string): Buffer | undefined {
    return this.#values.get(key)
  }

  keysAfter(prefix: string, after: string): readonly string[] {
    const keys: string[] = []
    for (const key of this.#values.keys()) if (key.startsWith(prefix) && compareUtf8(key, after) > 0) keys.push(key)
    return keys.sort(compareUtf8)
  }

  isWritten(key: string): boolean {
    return this.#values.has(key)
  }

  clear(): void {
    this.#values.clear()
    this.#mark = undefined
  }

  apply(key: Buffer, value: Buffer | null): void {
    if (value === null) this.#values.delete(key.toString())
    else this.#values.set(key.toString(), value)
  }

  async committed(changes: readonly StateChange[], mark: ChangelogMark): Promise<void> {
    for (const { key, value } of changes) this.apply(key, value)
    this.#mark = mark
  }

  async restored(mark: ChangelogMark): Promise<void> {
    this.#mark = mark
  }

  size(): StoreSize {
    let bytes = 0
    for (const [key, value] of this.#values) bytes += key.length + value.length
    return { keys: this.#values.size, bytes }
  }

  async close(): Promise<void> {}
}

/** Copies that end with each claim. */
export const heapStores = (): Stores => ({ open: () => new HeapStore() })
