import type { Timers } from '../src/engine-port.ts'

/** An interval that does not pass while a kit looks on: an hour. */
export const NEVER_MS = 3_600_000

/**
 * Timers without a clock: an interval passes at the next turn of the event loop, or never from `NEVER_MS` on; each ends
 * at once when its signal fires.
 */
export const turnTimers = (): Timers => ({
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted || ms < NEVER_MS) setImmediate(resolve)
      else signal.addEventListener('abort', () => resolve(), { once: true })
    }),
})
