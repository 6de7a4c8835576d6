import { setTimeout as delay } from 'node:timers/promises'
import type { Clock } from '@order-up/producer'

/** The clock and the timers of this machine. */
export const wallClock: Clock = {
  nowMs: Date.now,
  sleep: async (ms, signal) => {
    if (signal.aborted) return
    await delay(ms, undefined, { signal }).catch(() => {})
  },
}
