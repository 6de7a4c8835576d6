import fc from 'fast-check'
import { RESIDENCE } from './residence.ts'
import { type Member, shareOut } from './share-out.ts'

const sharedTask = (name: string) => ({
  name,
  inputs: [{ topic: 'raw', partition: 0 }],
  changelog: `changelog.${name}`,
})
const member = (memberId: string, tasks: readonly string[], claims: Readonly<Record<string, number>> = {}): Member => ({
  memberId,
  tasks: tasks.map(sharedTask),
  standsBy: true,
  claims,
  turn: 1,
  session: memberId,
  residence: RESIDENCE,
})
const shared = (...members: readonly Member[]) => Object.fromEntries(shareOut(members))
const ALL = ['s', 't', 'u', 'v']

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

test('E2 a zombie that held everything is given no more than whoever joins anew', () => {
  const zombie = member('a', ALL, { s: 4, t: 4, u: 4, v: 4 })
  const owner = member('b', ALL, { s: 5, t: 5, u: 5, v: 5 })

  expect(shared(zombie, owner)).toEqual({ a: ['v', 'u'], b: ['s', 't'] })
})

test('E2 of two consumers of one session the later one has the tasks: the other is a ghost, with which nothing is shared', () => {
  const ghost = { ...member('a', ALL, { s: 4, t: 4 }), session: 'one' }
  const follower = { ...member('b', ALL, { s: 4, t: 4 }), session: 'one', turn: 2 }

  expect([shared(ghost, follower), shared(follower, ghost)]).toEqual([
    { a: [], b: ALL },
    { a: [], b: ALL },
  ])
})

test('free tasks go to the members with the fewest', () => {
  expect(shared(member('a', ALL, { s: 1 }), member('b', ALL))).toEqual({ a: ['s', 'u'], b: ['t', 'v'] })
})

test('a task goes only to members that can run it', () => {
  expect(shared(member('a', ['s']), member('b', ['s', 't', 'u']))).toEqual({ a: ['s'], b: ['t', 'u'] })
})

test('a member that is about to claim a task keeps it, and yields to one that has claimed it', () => {
  const about = member('a', ['t'], { t: 0 })

  expect([shared(member('b', ['t']), about), shared(about, member('b', ['t'], { t: 1 }))]).toEqual([
    { a: ['t'], b: [] },
    { a: [], b: ['t'] },
  ])
})

test('half of the tasks go to whoever joins, the other half stays', () => {
  const first = member('a', ALL, { s: 1, t: 1, u: 1, v: 1 })

  expect(shared(first, member('b', ALL))).toEqual({ a: ['s', 't'], b: ['v', 'u'] })
})

test('the tasks of one that has gone are shared out, and the others keep theirs', () => {
  const second = member('b', ALL, { t: 2 })
  const third = member('c', ALL, { u: 3 })

  expect(shared(second, third)).toEqual({ b: ['t', 's'], c: ['u', 'v'] })
})

test('what is even stays as it is', () => {
  expect(shared(member('a', ALL, { s: 1, v: 1 }), member('b', ALL, { t: 9 }), member('c', ALL, { u: 2 }))).toEqual({
    a: ['s', 'v'],
    b: ['t'],
    c: ['u'],
  })
})

/** A group in any state: how many tasks there are, and who holds which of them, or nobody (-1). */
const groups = fc
  .record({ tasks: fc.integer({ min: 1, max: 24 }), members: fc.integer({ min: 1, max: 7 }) })
  .chain(({ tasks, members }) =>
    fc.record({
      members: fc.constant(members),
      owners: fc.array(fc.integer({ min: -1, max: members - 1 }), { minLength: tasks, maxLength: tasks }),
    }),
  )

test('whatever a group is like: every task has one owner, nobody has two more than another, and the fewest are moved', () => {
  fc.assert(
    fc.property(groups, ({ members, owners }) => {
      const names = owners.map((_, at) => `t${at}`)
      const heldBy = (owner: number): readonly string[] => names.filter((_, at) => owners[at] === owner)
      const group = Array.from({ length: members }, (_, at) =>
        member(`m${at}`, names, Object.fromEntries(heldBy(at).map((name) => [name, 1]))),
      )

      const shares = [...shareOut(group).values()]

      const sizes = shares.map(({ length }) => length)
      const kept = shares.flatMap((tasks, at) => tasks.filter((task) => heldBy(at).includes(task))).length
      // However it is shared out, `few` members more than those that hold so many keep one task more than the others.
      const few = Math.floor(names.length / members)
      const extra = names.length % members
      const held = shares.map((_, at) => heldBy(at).length)
      const most = held.reduce((sum, count) => sum + Math.min(count, few), 0)
      const above = Math.min(extra, held.filter((count) => count > few).length)
      expect(shares.flat().sort()).toEqual([...names].sort())
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(2)
      expect(kept).toBe(most + above)
    }),
  )
})
