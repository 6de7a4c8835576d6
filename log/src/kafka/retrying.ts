import { setTimeout as timer } from 'node:timers/promises'
import { OrderUpError } from '@order-up/contracts'
import type { KafkaTimings } from './connection.ts'
import { hasType, isFinal } from './kafka-errors.ts'

/** Resolves after `ms`, or at once when `signal` fires. */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  timer(ms, undefined, signal && { signal }).catch(() => {})

/** Resolves when `promise` has settled, at the latest after `ms`. */
export const settledWithin = async (ms: number, promise: Promise<unknown>): Promise<void> => {
  const late = new AbortController()
  await Promise.race([promise.catch(() => {}), sleep(ms, late.signal)])
  late.abort()
}

/** Pauses that double, from the first to the longest, each shortened at random by up to half: not all come back at once. */
export class Backoff {
  readonly #mostMs: number
  #nextMs: number

  constructor({ firstRetryMs, mostRetryMs }: KafkaTimings) {
    this.#nextMs = firstRetryMs
    this.#mostMs = mostRetryMs
  }

  wait(signal?: AbortSignal): Promise<void> {
    const ms = this.#nextMs * (0.5 + Math.random() / 2)
    this.#nextMs = Math.min(this.#nextMs * 2, this.#mostMs)
    return sleep(ms, signal)
  }
}

export interface Retrying {
  readonly timings: KafkaTimings
  readonly signal: AbortSignal
  readonly log: (line: string) => void
  /** What is tried, for the log. */
  readonly what: string
}

/** What a broker answers while it gets ready to look after a group: not worth a word unless it goes on. */
const GETTING_READY = ['GROUP_LOAD_IN_PROGRESS', 'GROUP_COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR_FOR_GROUP']
const QUIET_ATTEMPTS = 3

const isQuiet = (error: unknown, attempt: number): boolean =>
  attempt <= QUIET_ATTEMPTS && GETTING_READY.some((type) => hasType(error, type))

/** What has gone well for so many of the longest pauses begins again with the first one. */
const SOUND_PAUSES = 3

/** Tries again and again, with backoff, until `attempt` goes well, fails for good, or `signal` fires. */
export const retrying = async <T>({ timings, signal, log, what }: Retrying, attempt: () => Promise<T>): Promise<T> => {
  let backoff = new Backoff(timings)
  for (let tried = 1; ; tried += 1) {
    signal.throwIfAborted()
    const startMs = performance.now()
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted || error instanceof OrderUpError || isFinal(error)) throw error
      if (!isQuiet(error, tried))
        log(`${what}: ${error instanceof Error ? error.message : String(error)}; trying again`)
      if (performance.now() - startMs > SOUND_PAUSES * timings.mostRetryMs) backoff = new Backoff(timings)
      await backoff.wait(signal)
    }
  }
}
