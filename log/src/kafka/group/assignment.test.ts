import { shareOut } from './assignment.ts'
import { RESIDENCE } from './residence.ts'

const sharedTask = (name: string) => ({
  name,
  inputs: [{ topic: 'raw', partition: 0 }],
  changelog: `changelog.${name}`,
})
const member = (
  memberId: string,
  tasks: readonly string[],
  claims: Readonly<Record<string, number>> = {},
  turn = 1,
) => ({ memberId, tasks: tasks.map(sharedTask), claims, turn, residence: RESIDENCE })
const shared = (...members: readonly ReturnType<typeof member>[]) => Object.fromEntries(shareOut(members))

test('E2 a task has one owner; the other members stand by', () => {
  expect(shared(member('a', ['t']), member('b', ['t']), member('c', ['t']))).toEqual({ a: ['t'], b: [], c: [] })
})

test('E2 whoever has claimed a task last keeps it, whatever a zombie that comes back says of itself', () => {
  const zombie = member('a', ['t'], { t: 4 })
  const owner = member('b', ['t'], { t: 5 })

  expect([shared(zombie, owner), shared(owner, zombie)]).toEqual([
    { a: [], b: ['t'] },
    { a: [], b: ['t'] },
  ])
})

test('E2 of two consumers of one instance the later one has the task: the other is a ghost', () => {
  const ghost = member('a', ['t'], { t: 4 }, 1)
  const follower = member('b', ['t'], { t: 4 }, 2)

  expect([shared(ghost, follower), shared(follower, ghost)]).toEqual([
    { a: [], b: ['t'] },
    { a: [], b: ['t'] },
  ])
})

test('free tasks go to the members with the fewest', () => {
  expect(shared(member('a', ['s', 't', 'u', 'v'], { s: 1 }), member('b', ['s', 't', 'u', 'v']))).toEqual({
    a: ['s', 'u'],
    b: ['t', 'v'],
  })
})

test('a task goes only to members that can run it', () => {
  expect(shared(member('a', ['s']), member('b', ['s', 't', 'u']))).toEqual({ a: ['s'], b: ['t', 'u'] })
})
