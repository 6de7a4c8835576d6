import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ChangelogMark, OrderUpError } from '@order-up/contracts'
import { open, type RootDatabase } from 'lmdb'
import { beginsSoundly } from './lmdb-file.ts'
import type { LocalChange, Store, StoreSize } from './store.ts'

export interface LmdbStoreOptions {
  /** The folder of this copy alone; made where it is missing, emptied where it cannot be used. */
  readonly folder: string
  /** Told why a copy is made anew. */
  readonly log: (line: string) => void
  /** Changes that are gathered before they are written down; one that changes again meanwhile is written once. */
  readonly writeAt?: number
}

/** Raised where what is written differs; a copy of another format is made anew. */
const FORMAT = '1'
const FORMAT_KEY = '#format'
const MARK_KEY = '#mark'
const WRITE_AT = 5_000
/** Of the state's own keys none is above it: they begin with a letter, then digits or letters. */
const LAST = '\uffff'

type Database = RootDatabase<Buffer, string>

const openDatabase = (folder: string): Database =>
  // Reading begins where this process wrote last, or where the machine had written all of it down.
  open<Buffer, string>({ path: folder, encoding: 'binary', cache: false, overlappingSync: true })

/** Why a copy cannot be used; undefined where it can. */
const faultOf = (database: Database, file: string): string | undefined => {
  const { lastPageNumber, pageSize } = database.getStats() as { lastPageNumber: number; pageSize: number }
  if (statSync(file).size < (lastPageNumber + 1) * pageSize) return 'its file is cut short'
  const format = database.getBinary(FORMAT_KEY)?.toString()
  if (format !== FORMAT) return `it is of format ${format}, not ${FORMAT}`
  return database.getBinary(MARK_KEY) === undefined ? 'it was not finished' : undefined
}

/** The copy that is there; undefined where there is none, or none that can be used: such a one is removed. */
const found = ({ folder, log }: LmdbStoreOptions): Database | undefined => {
  const file = join(folder, 'data.mdb')
  if (!existsSync(file)) return undefined
  const database = beginsSoundly(file) ? openDatabase(folder) : undefined
  const fault = database === undefined ? 'its file is damaged' : faultOf(database, file)
  if (fault === undefined) return database
  log(`local copy ${folder} is made anew: ${fault}`)
  void database?.close()
  rmSync(folder, { recursive: true, force: true })
  return undefined
}

const made = ({ folder }: LmdbStoreOptions): Database => {
  mkdirSync(folder, { recursive: true })
  return openDatabase(folder)
}

/**
 * A copy on disk, by LMDB: reading waits for nothing, and what is committed is gathered in the heap for a while, then
 * written down together with its mark, in one transaction. A copy is behind its changelog at most, never ahead of it.
 */
export class LmdbStore implements Store {
  readonly window = 1_000
  readonly #database: Database
  readonly #folder: string
  readonly #log: (line: string) => void
  readonly #writeAt: number
  #unwritten = new Map<string, Buffer | null>()
  #writing = new Map<string, Buffer | null>()
  #written: Promise<void> = Promise.resolve()
  #mark: ChangelogMark | undefined

  /** Throws OU1313 where the folder cannot be used at all. */
  constructor(options: LmdbStoreOptions) {
    this.#folder = options.folder
    this.#log = options.log
    this.#writeAt = options.writeAt ?? WRITE_AT
    try {
      this.#database = found(options) ?? made(options)
      this.#mark = this.#database.getBinary(MARK_KEY)?.toString()
    } catch (cause) {
      throw this.#unwritable(cause)
    }
  }

  get mark(): ChangelogMark | undefined {
    return this.#mark
  }

  get(key: string): Buffer | undefined {
    let value = this.#unwritten.get(key)
    if (value === undefined) value = this.#writing.get(key)
    if (value === undefined) return this.#database.getBinary(key)
    return value === null ? undefined : value
  }

  keysAfter(prefix: string, after: string): readonly string[] {
    const range = { start: after, exclusiveStart: true, end: prefix + LAST, limit: this.window }
    return [...this.#database.getKeys(range)]
  }

  isWritten(key: string): boolean {
    return this.#database.doesExist(key)
  }

  clear(reason: string): void {
    this.#log(`local copy ${this.#folder} is made anew: ${reason}`)
    this.#mark = undefined
    this.#unwritten.clear()
    this.#database.clearSync()
  }

  apply(key: Buffer, value: Buffer | null): void {
    this.#unwritten.set(key.toString(), value)
    if (this.#unwritten.size >= this.#writeAt) this.#writeNow()
  }

  async committed(changes: readonly LocalChange[], mark: ChangelogMark): Promise<void> {
    for (const { text, value } of changes) this.#unwritten.set(text, value)
    this.#mark = mark
    if (this.#unwritten.size < this.#writeAt) return
    // One write at a time: who commits faster than the disk writes waits here.
    await this.#written
    this.#written = this.#write(mark)
    this.#written.catch(() => {}) // whoever commits next, or closes, sees it
  }

  async restored(mark: ChangelogMark): Promise<void> {
    this.#mark = mark
    await this.#write(mark)
  }

  size(): StoreSize {
    const { entryCount, lastPageNumber, pageSize } = this.#database.getStats() as unknown as Record<string, number>
    return { keys: entryCount!, bytes: (lastPageNumber! + 1) * pageSize! }
  }

  async close(): Promise<void> {
    try {
      await this.#written
      if (this.#mark !== undefined && this.#unwritten.size > 0) await this.#write(this.#mark)
    } finally {
      await this.#database.close()
    }
  }

  /** While a copy is restored: its mark is still that of before, from which the same changes come again if need be. */
  #writeNow(): void {
    const changes = this.#taken()
    try {
      this.#database.transactionSync(() => {
        for (const [key, value] of changes) {
          if (value === null) this.#database.removeSync(key)
          else this.#database.putSync(key, value)
        }
      })
    } catch (cause) {
      throw this.#unwritable(cause)
    }
    this.#writing = new Map()
  }

  /** All that is asked for in one turn of the event loop is one transaction. */
  async #write(mark: ChangelogMark): Promise<void> {
    const database = this.#database
    try {
      const done = database.batch(() => {
        for (const [key, value] of this.#taken()) {
          if (value === null) void database.remove(key)
          else void database.put(key, value)
        }
        void database.put(FORMAT_KEY, Buffer.from(FORMAT))
        void database.put(MARK_KEY, Buffer.from(mark))
      })
      await done
    } catch (cause) {
      throw this.#unwritable(cause)
    }
    this.#writing = new Map()
  }

  /** What is to be written, in the order of keys: neighbours stand on the same pages. */
  #taken(): readonly (readonly [string, Buffer | null])[] {
    this.#writing = this.#unwritten
    this.#unwritten = new Map()
    return [...this.#writing].sort(([left], [right]) => (left < right ? -1 : 1))
  }

  #unwritable(cause: unknown): OrderUpError {
    const detail = `${this.#folder}: ${cause instanceof Error ? cause.message : String(cause)}`
    return new OrderUpError('OU1313', { detail, cause })
  }
}
