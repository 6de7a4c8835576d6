import type { RoundOptions } from './round.ts'
import type { SinkKeeper } from './sink-keeper.ts'

/** The processes of an engine in a round, which die as planned. */
export interface Cast {
  /** From the end of an owner to the first commit of the next, in ms: with a standby that waited, and without one. */
  readonly takeoverMs: { readonly standby: readonly number[]; readonly alone: readonly number[] }
  /** Leads all of them to their ends, while orders keep coming. */
  live(options: RoundOptions, sink: SinkKeeper): Promise<void>
  /** Runs one process to the end of what has come; resolves with its exit code. */
  runToEnd(): Promise<number | NodeJS.Signals | null>
  /** Ends whatever is left. */
  stop(): Promise<void>
}
