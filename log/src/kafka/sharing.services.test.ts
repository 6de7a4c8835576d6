import { randomUUID } from 'node:crypto'
import { describeWithKafka } from '@order-up/local/kit'
import { committedNumbers } from '../../kit/committed-numbers.ts'
import { groupMemberIds } from '../../kit/group-members.ts'
import type { Program } from '../../kit/program.ts'
import { claimsOf, heldBy, saidBy, startSharer } from '../../kit/sharer-process.ts'
import { createTopics } from './look-after-topics.ts'

/** Session timeouts pass, also on a machine that has other things to do. */
const PATIENCE_MS = 240_000
const TASKS = 6
const ALL = Array.from({ length: TASKS }, (_, at) => `merge-${at}`)

const counting = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)
const without = (names: readonly string[], kept: readonly string[]): readonly string[] =>
  names.filter((name) => !kept.includes(name))

await describeWithKafka('instances that share tasks', (services) => {
  let topicPrefix: string
  let processes: Program[] = []
  beforeEach(async () => {
    topicPrefix = `sharing-${randomUUID()}.`
    await createTopics({ connection: services, topicPrefix }, TASKS)
  })
  afterEach(async () => {
    for (const each of processes) each.signal('SIGKILL')
    for (const each of processes) await each.ended
    processes = []
  })

  const start = (...parts: readonly string[]): Program => {
    const { brokers, registryUrl } = services
    const started = startSharer({ brokers, registryUrl, topicPrefix, tasks: TASKS, parts })
    processes.push(started)
    return started
  }
  /** Names of the tasks that it holds, once there are so many. */
  const holds = async (program: Program, count: number): Promise<readonly string[]> => {
    await program.until((lines) => heldBy(lines).length === count)
    return heldBy(program.lines)
  }
  const membersOf = (part: string): Promise<readonly string[]> =>
    groupMemberIds({ services, topicPrefix, engine: 'engine', part })
  /** What each task has committed must count up from 1, whoever committed it. */
  const assertCounted = async (): Promise<void> => {
    for (const partition of counting(TASKS).map((number) => number - 1)) {
      const numbers = await committedNumbers(services, topicPrefix, partition)
      expect(numbers).toEqual(counting(numbers.length))
      expect(numbers.length).toBeGreaterThan(0)
    }
  }

  test(
    'E2 E3 tasks stay where they are while others join, leave and crash, and only those that move are claimed anew',
    async () => {
      const first = start('merge')
      await holds(first, TASKS)
      const second = start('merge')
      await holds(second, 3)
      await holds(first, 3)
      const third = start('merge')
      const atThird = await holds(third, 2)
      const [atFirst, atSecond] = [await holds(first, 2), await holds(second, 2)]

      second.signal('SIGTERM')
      const code = await second.ended
      const [moreAtFirst, moreAtThird] = [await holds(first, 3), await holds(third, 3)]
      third.signal('SIGKILL')
      await holds(first, TASKS)

      expect(code).toBe(0)
      expect([...atFirst, ...atSecond, ...atThird].sort()).toEqual(ALL)
      expect([...moreAtFirst, ...moreAtThird].sort()).toEqual(ALL)
      expect([atFirst, atThird]).toEqual([
        atFirst.filter((name) => moreAtFirst.includes(name)),
        atThird.filter((name) => moreAtThird.includes(name)),
      ])
      expect(claimsOf(first)).toHaveLength(TASKS + 1 + 3)
      expect(claimsOf(first).slice(-3).sort()).toEqual(moreAtThird)
      expect([claimsOf(second).length, claimsOf(third).length]).toEqual([3, 3])
      await assertCounted()
    },
    PATIENCE_MS,
  )

  test(
    'E2 what a sleeper held goes on elsewhere; awake, it commits nothing of it, and the others do not notice',
    async () => {
      const sleeper = start('merge')
      await holds(sleeper, TASKS)
      const other = start('merge')
      const own = await holds(other, 3)
      const lost = await holds(sleeper, 3)
      const before = sleeper.lines.length

      sleeper.signal('SIGSTOP')
      await holds(other, TASKS)
      await other.until((lines) => lost.every((name) => lines.some((line) => line.startsWith(`committed ${name} `))))
      sleeper.signal('SIGCONT')
      await sleeper.until((lines) => lost.every((name) => lines.slice(before).includes(`lost ${name}`)))
      // Awake, it is a member like any other, and is given its share.
      const [again, kept] = [await holds(sleeper, 3), await holds(other, 3)]

      const refused = saidBy(sleeper.lines.slice(before), 'refused').map((rest) => rest.split(' ')[0])
      expect([...refused].sort()).toEqual(lost)
      expect([...again, ...kept].sort()).toEqual(ALL)
      expect([...claimsOf(other)].sort()).toEqual([...ALL].sort())
      expect([...saidBy(other.lines, 'lost')].sort()).toEqual(without(ALL, kept))
      expect(own.every((name) => claimsOf(other).filter((claimed) => claimed === name).length === 1)).toBe(true)
      await assertCounted()
    },
    PATIENCE_MS,
  )

  test(
    'E2 a process that shares the tasks of two plans keeps those of one while those of the other move',
    async () => {
      const both = start('source', 'merge')
      await holds(both, 2 * TASKS)
      const sources = claimsOf(both).filter((name) => name.startsWith('source'))
      const members = [await membersOf('source'), await membersOf('merge')]

      const other = start('merge')
      const taken = await holds(other, 3)
      const left = await holds(both, TASKS + 3)
      other.signal('SIGTERM')
      await holds(both, 2 * TASKS)

      // It has lost tasks, and has been a member of both groups all the time.
      expect(members.map(({ length }) => length)).toEqual([1, 1])
      expect([await membersOf('source'), await membersOf('merge')]).toEqual(members)
      expect(left).toEqual([...ALL, ...sources].filter((name) => !taken.includes(name)).sort())
      expect(claimsOf(both)).toHaveLength(2 * TASKS + 3)
      expect([...saidBy(both.lines, 'lost')].sort()).toEqual(taken)
    },
    PATIENCE_MS,
  )
})
