import type { Log, Position } from '@order-up/contracts'
import { watchLog } from '../observe/watch-log.ts'
import { wallClock } from '../wall-clock.ts'

/**
 * The same log, which tells what is durable: the positions of each task as it is claimed, for its predecessor may have
 * died before it could tell, and those of each commit.
 */
export const watchCommits = (log: Log, committed: (positions: readonly Position[]) => void): Log => {
  const witness = {
    claimed: ({ positions }: { readonly positions: readonly Position[] }): void => committed(positions),
    committed: (_: unknown, { positions }: { readonly positions: readonly Position[] }): void => committed(positions),
  }
  return watchLog(log, { witnesses: [witness], nowMs: wallClock.nowMs })
}
