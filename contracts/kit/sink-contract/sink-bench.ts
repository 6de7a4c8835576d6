import type { Timers } from '../../src/engine-port.ts'
import type { TopicReader } from '../../src/log-port.ts'
import type { LoadConflict, LoadReport, Sink } from '../../src/sink-port.ts'
import type { OutputName } from '../../src/topics.ts'
import { turnTimers } from '../turn-timers.ts'
import { inOneOrder, type SinkTables } from './sink-tables.ts'

/** Where a connection breaks: before the database hears of a request, or after its answer, before the loader hears that. */
export type Cut = 'before' | 'after'

/** A database of one test's own. */
export interface TestDatabase {
  /** Opens a loader, as a new process would. */
  open(): Promise<Sink>
  /**
   * Opens a loader whose connection breaks at the request with this number, counted from 0, and which then gives up:
   * whatever it was doing rejects with OU1201, the opening included.
   */
  openFragile(request: number, cut: Cut): Promise<Sink>
  tables(): Promise<SinkTables>
  /** How often the database had to end a circle of loaders that waited for each other. */
  readonly deadlocks: number
  close(): Promise<void>
}

/** One run of a loader, as far as the kit steers it. */
export interface KitSinkRun {
  readonly reader: TopicReader
  readonly sink: Sink
  readonly group?: string
  readonly signal: AbortSignal
  readonly timers: Timers
  readonly limits?: { readonly maxRecords: number }
  readonly untilEnd: boolean
}

/** What the kit looks at in a run's summary: of each table the records read and what became of them. */
export interface KitSinkSummary {
  readonly tables: Readonly<Record<OutputName, { readonly records: number } & Omit<LoadReport, 'conflicts'>>>
  readonly conflicts: readonly LoadConflict[]
}

/** Loads what a reader has into a sink. */
export type RunSink = (run: KitSinkRun) => Promise<KitSinkSummary>

export interface SinkCandidate {
  /** Makes a database for one test, its tables empty. */
  readonly create: () => Promise<TestDatabase>
  readonly run: RunSink
}

export interface RunOptions {
  readonly group?: string
  readonly maxRecords?: number
  /** The loader; a new one where none is given. */
  readonly sink?: Promise<Sink>
}

/** A test's databases and the loaders that it runs there; all is closed after the test. */
export interface SinkBench {
  create(): Promise<TestDatabase>
  open(database: TestDatabase): Promise<Sink>
  /** Runs a loader to the end of the log. */
  run(database: TestDatabase, reader: TopicReader, options?: RunOptions): Promise<KitSinkSummary>
  /** The tables, with their rows in one order. */
  tables(database: TestDatabase): Promise<SinkTables>
}

export const sinkBench = ({ create, run }: SinkCandidate): SinkBench => {
  const toClose: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const opened of toClose.splice(0).reverse()) await opened.close()
  })
  const kept = <T extends { close(): Promise<void> }>(opened: T): T => {
    toClose.push(opened)
    return opened
  }
  return {
    create: async () => kept(await create()),
    open: async (database) => kept(await database.open()),
    run: async (database, reader, { group = 'kit', maxRecords = 40, ...options } = {}) => {
      const sink = kept(await (options.sink ?? database.open()))
      const { signal } = new AbortController()
      return run({ reader, sink, group, signal, timers: turnTimers(), limits: { maxRecords }, untilEnd: true })
    },
    tables: async (database) => inOneOrder(await database.tables()),
  }
}
