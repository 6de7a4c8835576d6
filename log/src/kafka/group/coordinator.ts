import { retrying, sleep } from '../retrying.ts'
import { tasksIn } from './assignment.ts'
import type { EngineContext } from './engine-context.ts'

const POLL_MS = 50

/**
 * Names of the tasks that the group's coordinator has given to a member, once the group is stable; `memberId` is asked
 * anew each time, for a member that joins again gets another id. A member that the group does not know holds nothing.
 */
export const tasksOf = async (
  context: EngineContext,
  memberId: () => string | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const { cluster, names, engine, timings, log } = context
  const groupId = names.group(engine.name)
  for (;;) {
    const before = memberId()
    const { state, members } = await retrying({ timings, signal, log, what: `group ${groupId}` }, () =>
      cluster.group(groupId),
    )
    if (state === 'Stable' && before !== undefined && before === memberId()) {
      const member = members.find((each) => each.memberId === before)
      return member === undefined ? [] : tasksIn(member.assignment)
    }
    signal.throwIfAborted()
    await sleep(POLL_MS, signal)
  }
}
