import type { RawAppend, RawWriter, Timers } from '@order-up/contracts'
import type { Pace } from './pace.ts'

/** The wall clock, to pace what is sent. */
export interface Clock extends Timers {
  nowMs(): number
}

/** What has been confirmed so far. */
export interface ProduceProgress {
  readonly records: number
  /** Keys and values. */
  readonly bytes: number
  /** Timestamp of the latest record, epoch ms. */
  readonly timestampMs: number
}

export interface ProduceOptions {
  readonly records: Iterable<RawAppend> | AsyncIterable<RawAppend>
  readonly writer: RawWriter
  /** Default: as fast as the writer takes them. */
  readonly pace?: Pace
  readonly clock: Clock
  /** Ends the run; what has been taken from `records` by then is still sent. */
  readonly signal: AbortSignal
  /** Told after each confirmed append; must not throw. */
  readonly observer?: { sent?(progress: ProduceProgress): void }
}

/** What a run has sent, all of it confirmed by the log. */
export interface Produced {
  readonly records: number
  readonly bytes: number
  /** Records given up at the end because the log had no room for them in time. */
  readonly unsent: number
}

/** One append holds at most so many records, and ends with the record that brings it to so many bytes. */
const MAX_RECORDS = 500
const MAX_BYTES = 500_000
/** Records that fall due within so short a time are sent together. */
const LEAST_SLEEP_MS = 20
/** A timer takes no wait of more than 24 days. */
const LONGEST_SLEEP_MS = 60_000
/** How long a run that is being stopped waits for a log that is full. */
const GRACE_MS = 2_000

const sizeOf = ({ key, value }: RawAppend): number => (key?.length ?? 0) + (value?.length ?? 0)

/** Fires a while after `signal` has, unless `done` has by then. */
const afterGrace = ({ clock, signal }: ProduceOptions, done: AbortSignal): AbortSignal => {
  const grace = new AbortController()
  const giveUp = async (): Promise<void> => {
    await clock.sleep(GRACE_MS, done)
    grace.abort()
  }
  signal.addEventListener('abort', giveUp, { once: true, signal: done })
  return grace.signal
}

/** Gathers records into appends and counts what is confirmed. */
class Sender {
  readonly #options: ProduceOptions
  readonly #giveUp: AbortSignal
  #batch: RawAppend[] = []
  #batchBytes = 0
  #records = 0
  #bytes = 0

  constructor(options: ProduceOptions, giveUp: AbortSignal) {
    this.#options = options
    this.#giveUp = giveUp
  }

  get taken(): number {
    return this.#records + this.#batch.length
  }

  async add(record: RawAppend): Promise<void> {
    this.#batch.push(record)
    this.#batchBytes += sizeOf(record)
    if (this.#batch.length >= MAX_RECORDS || this.#batchBytes >= MAX_BYTES) await this.flush()
  }

  async flush(): Promise<void> {
    const last = this.#batch.at(-1)
    if (last === undefined || this.#giveUp.aborted) return
    const { writer, observer, clock, signal } = this.#options
    try {
      await writer.append(this.#batch, this.#giveUp)
    } catch (error) {
      if (this.#giveUp.aborted) return
      throw error
    }
    this.#records += this.#batch.length
    this.#bytes += this.#batchBytes
    this.#batch = []
    this.#batchBytes = 0
    observer?.sent?.({ records: this.#records, bytes: this.#bytes, timestampMs: last.timestampMs })
    // A log in memory confirms without a turn of the event loop; signals and readers need one.
    await clock.sleep(0, signal)
  }

  get produced(): Produced {
    return { records: this.#records, bytes: this.#bytes, unsent: this.#batch.length }
  }
}

/** Waits until `dueMs`, after sending what is due already. */
const awaitTurn = async ({ clock, signal }: ProduceOptions, sender: Sender, dueMs: number): Promise<void> => {
  if (dueMs <= clock.nowMs()) return
  await sender.flush()
  while (!signal.aborted && dueMs > clock.nowMs())
    await clock.sleep(Math.min(Math.max(dueMs - clock.nowMs(), LEAST_SLEEP_MS), LONGEST_SLEEP_MS), signal)
}

const sendAll = async (options: ProduceOptions, sender: Sender): Promise<Produced> => {
  const { records, pace, clock, signal } = options
  const startedMs = clock.nowMs()
  for await (const record of records) {
    if (pace !== undefined) await awaitTurn(options, sender, pace(record, { index: sender.taken, startedMs }))
    if (signal.aborted) break
    await sender.add(record)
  }
  await sender.flush()
  return sender.produced
}

/**
 * Sends records to the raw topic in their order, at their pace, and resolves when all are confirmed, or after `signal`
 * with what had been taken by then. Rejects with what `records` or `writer` throws: what was confirmed before stays in
 * the log, what was not yet appended is dropped.
 */
export const produce = async (options: ProduceOptions): Promise<Produced> => {
  const done = new AbortController()
  try {
    return await sendAll(options, new Sender(options, afterGrace(options, done.signal)))
  } finally {
    done.abort()
  }
}
