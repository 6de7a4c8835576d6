import { wordIn } from './assignment.ts'
import type { EngineContext } from './engine-context.ts'
import { isAlive, isDead, RESIDENCE } from './residence.ts'

/**
 * Lets instances leave the group that were killed on this machine: nobody then waits until their sessions have passed.
 * One that lives all the same loses nothing but its turn, for whoever takes over fences it. What goes wrong here is told
 * and costs no more than that wait.
 */
export const removeGhosts = async ({ cluster, groupId, log }: EngineContext): Promise<void> => {
  try {
    for (const { memberId, word } of (await cluster.group(groupId)).members) {
      const residence = wordIn(word)?.residence
      if (residence === undefined || !isDead(residence, RESIDENCE, isAlive)) continue
      log(`group ${groupId}: process ${residence.pid} is gone, it leaves`)
      await cluster.removeMember(groupId, memberId)
    }
  } catch (error) {
    log(`group ${groupId}: looking for dead members: ${(error as Error).message}`)
  }
}
