import { retrying, sleep } from '../retrying.ts'
import { tasksIn } from './assignment.ts'
import type { EngineContext } from './engine-context.ts'

const POLL_MS = 50

/** Tasks that a member has been given, each with the latest claim of it that the group knew of. */
export type GivenTasks = ReadonlyMap<string, number>

/**
 * The tasks that the group's coordinator has given to a member, once the group is stable; `memberId` is asked anew each
 * time, for a member that joins again gets another id. One that the group does not know is about to do so, or has just
 * done it without knowing: it is waited for. A sleeper is thus told what it holds by the group that has gone on without it,
 * and an owner whose group was forgotten while nobody else came still has its tasks.
 */
export const tasksOf = async (
  context: Pick<EngineContext, 'cluster' | 'groupId' | 'timings' | 'log'>,
  memberId: () => string | undefined,
  signal: AbortSignal,
): Promise<GivenTasks> => {
  const { cluster, groupId, timings, log } = context
  for (;;) {
    const before = memberId()
    const { state, members } = await retrying({ timings, signal, log, what: `group ${groupId}` }, () =>
      cluster.group(groupId),
    )
    if (state === 'Stable' && before !== undefined && before === memberId()) {
      const member = members.find((each) => each.memberId === before)
      if (member !== undefined) return tasksIn(member.assignment)
    }
    signal.throwIfAborted()
    await sleep(POLL_MS, signal)
  }
}
