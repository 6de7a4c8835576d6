import { type ChangelogMark, compareUtf8 } from '@order-up/contracts'
import type { LocalChange, Store, StoreSize, Stores } from '../store/store.ts'

/** What a disk holds of one task. */
interface Written {
  readonly values: Map<string, Buffer>
  /** The keys of the values, in the order of their bytes. */
  readonly keys: string[]
  mark: ChangelogMark | undefined
}

/** Index of the first key behind `key`, or at it. */
const placeOf = (keys: readonly string[], key: string): number => {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareUtf8(keys[middle] as string, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

const write = ({ values, keys }: Written, key: string, value: Buffer | null): void => {
  const isThere = values.has(key)
  if (value === null) {
    if (values.delete(key)) keys.splice(placeOf(keys, key), 1)
  } else {
    values.set(key, value)
    if (!isThere) keys.splice(placeOf(keys, key), 0, key)
  }
}

/** So few that most queues reach beyond what they have in the heap. */
const WINDOW = 5
/** So few that a copy is mostly behind its changelog. */
const COMMITS_A_WRITE = 3

/**
 * A copy as one on disk is: it outlives its claims, has the commits of a moment ago in the heap alone, and loses those
 * where it is left.
 */
class LastingStore implements Store {
  readonly window = WINDOW
  readonly #written: Written
  readonly #unwritten = new Map<string, Buffer | null>()
  #mark: ChangelogMark | undefined
  #commits = 0

  constructor(written: Written) {
    this.#written = written
    this.#mark = written.mark
  }

  get mark(): ChangelogMark | undefined {
    return this.#mark
  }

  get(key: string): Buffer | undefined {
    const unwritten = this.#unwritten.get(key)
    if (unwritten !== undefined) return unwritten ?? undefined
    return this.#written.values.get(key)
  }

  keysAfter(prefix: string, after: string): readonly string[] {
    const { keys } = this.#written
    const from = placeOf(keys, after)
    const behind = keys[from] === after ? from + 1 : from
    return keys.slice(behind, behind + WINDOW).filter((key) => key.startsWith(prefix))
  }

  isWritten(key: string): boolean {
    return this.#written.values.has(key)
  }

  clear(): void {
    this.#unwritten.clear()
    this.#written.values.clear()
    this.#written.keys.length = 0
    this.#written.mark = undefined
    this.#mark = undefined
  }

  apply(key: Buffer, value: Buffer | null): void {
    this.#unwritten.set(key.toString(), value)
  }

  async committed(changes: readonly LocalChange[], mark: ChangelogMark): Promise<void> {
    for (const { text, value } of changes) this.#unwritten.set(text, value)
    this.#mark = mark
    this.#commits += 1
    if (this.#commits % COMMITS_A_WRITE === 0) this.#write()
  }

  async restored(mark: ChangelogMark): Promise<void> {
    this.#mark = mark
    this.#write()
  }

  size(): StoreSize {
    return { keys: this.#written.values.size, bytes: 0 }
  }

  async close(): Promise<void> {}

  #write(): void {
    for (const [key, value] of this.#unwritten) write(this.#written, key, value)
    this.#unwritten.clear()
    this.#written.mark = this.#mark
  }
}

/** The disk of one machine. */
export const lastingStores = (): Stores => {
  const tasks = new Map<string, Written>()
  return {
    open: (task) => {
      const written = tasks.get(task) ?? { values: new Map(), keys: [], mark: undefined }
      tasks.set(task, written)
      return new LastingStore(written)
    },
  }
}
