import { retrying, sleep } from '../retrying.ts'
import { tasksIn } from './assignment.ts'
import type { EngineContext } from './engine-context.ts'

const POLL_MS = 50

/** Tasks that a member has been given, each with the latest claim of it that the group knew of. */
export type GivenTasks = ReadonlyMap<string, number>

const NOTHING: GivenTasks = new Map()

/**
 * The tasks that the group's coordinator has given to a member, once the group is stable; `memberId` is asked
 * anew each time, for a member that joins again gets another id. A member that the group does not know holds nothing.
 */
export const tasksOf = async (
  context: EngineContext,
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
      return member === undefined ? NOTHING : tasksIn(member.assignment)
    }
    signal.throwIfAborted()
    await sleep(POLL_MS, signal)
  }
}
