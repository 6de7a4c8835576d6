import kafkajs from 'kafkajs'
import type { Cluster, GroupState } from '../admin/cluster.ts'
import { DEFAULT_TIMINGS } from '../connection.ts'
import { tasksOf } from './coordinator.ts'

const NEVER = new AbortController().signal

const assigned = (tasks: Readonly<Record<string, number>>): Buffer =>
  kafkajs.AssignerProtocol.MemberAssignment.encode({
    version: 1,
    assignment: {},
    userData: Buffer.from(JSON.stringify(tasks)),
  })
const member = (memberId: string, tasks: Readonly<Record<string, number>>) => ({
  memberId,
  word: Buffer.alloc(0),
  assignment: assigned(tasks),
})

/** What a member is told by a group that is in these states one after the other, and goes by these ids meanwhile. */
const toldBy = async (states: readonly GroupState[], ids: readonly string[]): Promise<unknown> => {
  let asked = 0
  const group = async (): Promise<GroupState> => states[asked++] as GroupState
  const context = {
    cluster: { group } as unknown as Cluster,
    groupId: 'g',
    timings: DEFAULT_TIMINGS,
    log: () => {},
  }
  const given = await tasksOf(context, () => ids[Math.min(asked, ids.length - 1)], NEVER)
  return { asked, given: Object.fromEntries(given) }
}

test('only a stable group says what a member holds', async () => {
  const states = [
    { state: 'PreparingRebalance', members: [member('a', { t: 1 })] },
    { state: 'Stable', members: [member('a', { u: 2 })] },
  ]

  expect(await toldBy(states, ['a'])).toEqual({ asked: 2, given: { u: 2 } })
})

test('a member that joined again while it asked asks once more', async () => {
  const states = [
    { state: 'Stable', members: [member('a', { t: 1 })] },
    { state: 'Stable', members: [member('b', {})] },
  ]

  expect(await toldBy(states, ['a', 'b'])).toEqual({ asked: 2, given: {} })
})

test('E2 a member that the group has forgotten keeps what it is given when it has joined again, and nothing else', async () => {
  const forgotten = { state: 'Stable', members: [member('b', { t: 1 })] }
  const kept = { state: 'Stable', members: [member('b', { t: 1 })] }
  const lost = { state: 'Stable', members: [member('b', {}), member('c', { t: 2 })] }

  expect([
    await toldBy([forgotten, forgotten, kept], ['a', 'a', 'b']),
    await toldBy([forgotten, forgotten, lost], ['a', 'a', 'b']),
  ]).toEqual([
    { asked: 3, given: { t: 1 } },
    { asked: 3, given: {} },
  ])
})
