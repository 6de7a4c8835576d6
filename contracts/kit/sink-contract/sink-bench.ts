import type { Timers } from '../../src/engine-port.ts'
import type { TopicReader } from '../../src/log-port.ts'
import type { LoadConflict, LoadReport, Sink } from '../../src/sink-port.ts'
import type { OutputName } from '../../src/topics.ts'
import { turnTimers } from '../turn-timers.ts'
import { inOneOrder, type SinkTables } from './sink-tables.ts'

/** A database of one test's own. */
export interface TestDatabase {
  /** Opens a loader, as a new process would. */
  open(): Promise<Sink>
  tables(): Promise<SinkTables>
  /** How often a loader's call had to be repeated, over all loaders. */
  readonly retries: number
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
  /** Makes an empty database for one test. */
  readonly create: () => Promise<TestDatabase>
  readonly run: RunSink
}

export interface RunOptions {
  readonly group?: string
  readonly maxRecords?: number
  /** What is done to the sink before the run gets it. */
  readonly spoil?: (sink: Sink) => Sink
}

/** A test's database and the loaders that it runs there; all is closed after the test. */
export interface SinkBench {
  create(): Promise<TestDatabase>
  /** A loader that is closed after the test. */
  open(database: TestDatabase): Promise<Sink>
  /** Runs a new loader to the end of the log. */
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
  const open = async (database: TestDatabase): Promise<Sink> => kept(await database.open())
  return {
    create: async () => kept(await create()),
    open,
    run: async (database, reader, { group = 'kit', maxRecords = 40, spoil = (sink: Sink) => sink } = {}) => {
      const sink = spoil(await open(database))
      const { signal } = new AbortController()
      return run({ reader, sink, group, signal, timers: turnTimers(), limits: { maxRecords }, untilEnd: true })
    },
    tables: async (database) => inOneOrder(await database.tables()),
  }
}
