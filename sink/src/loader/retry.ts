import type { Timers } from '@order-up/contracts'

export interface Retry {
  readonly attempt: number
  readonly delayMs: number
  readonly cause: unknown
}

export interface RetryOptions {
  readonly timers: Timers
  /** A number of at least 0 and below 1, as Math.random gives. */
  readonly random: () => number
  /** Ends the waiting: the last failure is then thrown. */
  readonly signal: AbortSignal
  readonly isPassing: (failure: unknown) => boolean
  readonly retrying?: (retry: Retry) => void
}

const FIRST_DELAY_MS = 100
const LONGEST_DELAY_MS = 10_000

/** Repeats `action` for as long as its failures are passing, after random delays whose bound doubles from 100 ms to 10 s. */
export const withRetry = async <T>(action: () => Promise<T>, options: RetryOptions): Promise<T> => {
  const { timers, random, signal, isPassing, retrying } = options
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action()
    } catch (cause) {
      if (!isPassing(cause) || signal.aborted) throw cause
      const delayMs = Math.round(random() * Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS))
      retrying?.({ attempt, delayMs, cause })
      await timers.sleep(delayMs, signal)
      if (signal.aborted) throw cause
    }
  }
}
