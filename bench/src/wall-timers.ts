import { setTimeout as delay } from 'node:timers/promises'
import type { Timers } from '@order-up/contracts'

/** Time as the clock on the wall has it. */
export const wallTimers: Timers = {
  sleep: (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}),
}
