import type { Timers } from '../src/engine-port.ts'
import type { Random } from './random.ts'

/** An interval that does not pass while a kit looks on: an hour. */
export const NEVER_MS = 3_600_000
const MS_A_TURN = 5

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

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
  return { sleep: (ms, signal) => (signal.aborted || ms < NEVER_MS ? turn() : endOf(signal)) }
}

/** Timers without a clock on which an interval lasts: up to a turn of the event loop for each five milliseconds, drawn from `random`. */
export const slowTimers = (random: Random): Timers => ({
  sleep: async (ms, signal) => {
    for (let left = random.integer(ms / MS_A_TURN + 1); left >= 0 && !signal.aborted; left -= 1) await turn()
  },
})
