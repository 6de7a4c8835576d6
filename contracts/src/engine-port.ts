import type { DeadLetterCode } from './dead-letter-codes.ts'
import type { Log } from './log-port.ts'
import type { OutputName } from './topics.ts'

/** Time as an engine may use it: to pace commits, never to decide an output. */
export interface Timers {
  /** Resolves after `ms`, or at once when `signal` fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** A clock to measure by, in ms; what is measured stays 0 without one. */
  nowMs?(): number
}

/** How much goes into one step and how far partitions may drift apart. No output depends on any of it. */
export interface StepLimits {
  /** Raw records in one step. */
  readonly maxRecords: number
  /** Output and state records in one step; a step ends as soon as it holds as many. */
  readonly maxChanges: number
  /** Bytes of output values in one step; a step ends as soon as it holds as many. */
  readonly maxBytes: number
  /** Longest time in ms between the first change of a step and its commit; 0 commits whenever input runs out. */
  readonly commitIntervalMs: number
  /** A partition whose event time is further ahead than this (ms) of the slowest one with unread records waits. */
  readonly maxDriftMs: number
  /** Open windows, their customers and uncounted orders beyond which only the slowest partition is read. */
  readonly maxPending: number
}

export const DEFAULT_LIMITS: StepLimits = {
  maxRecords: 2_000,
  maxChanges: 10_000,
  maxBytes: 16_777_216,
  commitIntervalMs: 100,
  maxDriftMs: 600_000,
  maxPending: 2_000_000,
}

/** What one of the tasks that an instance holds is at. */
export interface TaskReport {
  readonly task: string
  /** Raw records whose handling is durable. */
  readonly records: number
  /** Steps that are durable. */
  readonly commits: number
  /** Event time that the task has come to, epoch ms; undefined before any. */
  readonly timeMs: number | undefined
  /** Keys and bytes of its local copy, as of the last time that it was written down. */
  readonly stateKeys: number
  readonly stateBytes: number
  /** Time spent on handling since the task was claimed, in ms. */
  readonly busyMs: number
}

/** What an engine reports while it runs; must not throw. */
export interface EngineObserver {
  committed?(step: { readonly records: number; readonly outputs: number; readonly changes: number }): void
  /** Event time (T4, epoch ms) of a partition that this instance reads, as of a step that is durable. */
  advanced?(partition: number, maxTsMs: number): void
  /** Pending state is over its limit and `partition`, which holds time back, has nothing to read. */
  stalled?(partition: number): void
  /** Called as a run begins by an engine of many tasks: `tasks` says, whenever it is asked, what each of them is at. */
  reporting?(tasks: () => readonly TaskReport[]): void
}

export interface EngineRun {
  readonly log: Log
  /** Ends the run; what is uncommitted is dropped and read again by the next run. */
  readonly signal: AbortSignal
  readonly timers: Timers
  readonly limits?: Partial<StepLimits>
  readonly observer?: EngineObserver
  /** Stop at the ends that the raw partitions have now (E5). */
  readonly untilEnd?: boolean
  /** Declare the log complete: close every window, count every order, seal the state (E5). Implies `untilEnd`. */
  readonly flush?: boolean
}

/** What one run did: every raw record is refused, held, curated or a heartbeat. */
export interface RunSummary {
  readonly records: number
  readonly refused: Readonly<Partial<Record<DeadLetterCode, number>>>
  readonly held: number
  readonly curated: number
  readonly heartbeats: number
  readonly outputs: Readonly<Record<OutputName, number>>
  readonly commits: number
}

/** An engine: obeys every rule of the contract on any log. */
export interface Engine {
  readonly name: string
  /**
   * Runs until the end asked for, or until `signal` fires. Rejects with an OrderUpError: OU1501 superseded, OU1301
   * another number of partitions, OU1302 sealed, OU1304 pending state over its limit in a bounded run, OU1305 total
   * too large.
   */
  run(options: EngineRun): Promise<RunSummary>
}
