import type { Timers } from '../src/engine-port.ts'

/** An interval that does not pass while a kit looks on: an hour. */
export const NEVER_MS = 3_600_000

/**
 * Timers without a clock: an interval passes at the next turn of the event loop, or never from `NEVER_MS` on; each ends
 * at once when its signal fires.
 */
export const turnTimers = (): Timers => {
  const ends = new WeakMap<AbortSignal, Promise<void>>()
  /** One listener serves all intervals that never pass: a run may begin thousands of them. */
  const endOf = (signal: AbortSignal): Promise<void> => {
    const end = ends.get(signal) ?? new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
    ends.set(signal, end)
    return end
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return { sleep: (ms, signal) => (signal.aborted || ms < NEVER_MS ? turn() : endOf(signal)) }
}
