const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** About a second; an engine that waits for its disk comes back sooner. */
const MAX_IDLE_TURNS = 500_000

/**
 * Resolves when `activity` has stayed the same for half a million turns of the event loop, or soon after `done` fires: what
 * is watched then waits for something that will not come. Needs no clock.
 */
export const standstill = async (
  activity: () => number,
  done: AbortSignal,
  maxIdleTurns: number = MAX_IDLE_TURNS,
): Promise<void> => {
  let seen = activity()
  for (let idle = 0; idle < maxIdleTurns && !done.aborted; idle += 1) {
    await turn()
    if (activity() === seen) continue
    seen = activity()
    idle = 0
  }
}
