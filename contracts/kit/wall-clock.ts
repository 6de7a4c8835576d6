import { setTimeout as delay } from 'node:timers/promises'

/** The clock and the timers of this machine. */
export const wallClock = {
  nowMs: Date.now,
  sleep: async (ms: number, signal: AbortSignal): Promise<void> => {
    if (!signal.aborted) await delay(ms, undefined, { signal }).catch(() => {})
  },
}
