import type { Log, RawWriter, TopicReader } from '../src/log-port.ts'

/**
 * What goes wrong at a commit: the instance dies before anything is written, with the transaction half written (nothing
 * of it becomes visible), or after it is durable but before the engine learns of it; or another instance takes the task
 * over just before, so that the commit is refused with OU1501. With tasks that several instances share: the task is
 * moved to another instance that has room for it, or the instance sleeps while all that it holds is taken over.
 */
export type Fault = 'crash-before' | 'crash-during' | 'crash-after' | 'fence' | 'move' | 'sleep'

/** Thrown into an engine whose instance has been made to crash; everything it calls afterwards throws it too. */
export class CrashError extends Error {
  constructor() {
    super('the instance has crashed, as scripted')
    this.name = 'CrashError'
  }
}

export interface TestLogOptions {
  readonly partitions: number
  /** What the registry answers, by schema id. The OrderEvent schema has `RawWriter.schemaId` without being listed. */
  readonly registry?: ReadonlyMap<number, string>
  /** Seed of the order in which inputs are interleaved; without one, inputs take turns. */
  readonly seed?: number
  /** Most records in one batch; default 1,000. */
  readonly maxBatch?: number
  /** Fault at the n-th commit attempt of the log's life, counted from 0. */
  readonly fault?: (commit: number) => Fault | undefined
  /** Raw records unread by the slowest reader from which on `append` waits; default: no bound. */
  readonly maxUnread?: number
  /** Wall clock for record timestamps of outputs; default: a counter that starts at 0. */
  readonly now?: () => number
}

/** A log that a kit can fill, script and read back. */
export interface TestLog extends RawWriter, TopicReader {
  /** The log as one engine instance sees it. Each call is a new instance, as a new process would be. */
  connect(engine: { readonly name: string; readonly shadow?: boolean }): Log
  /** Commit attempts so far, over all instances. */
  readonly commits: number
}

export type CreateTestLog = (options: TestLogOptions) => TestLog
