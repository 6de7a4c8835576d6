import { randomUUID } from 'node:crypto'
import { API, describeWithBroker } from '@order-up/local/kit'
import { committedNumbers } from '../../kit/committed-numbers.ts'
import type { CommitterOptions } from '../../kit/committer.ts'
import { startCommitter } from '../../kit/committer-process.ts'
import type { Program } from '../../kit/program.ts'
import type { RuleName } from '../../kit/removed-rules.ts'
import { TEST_TIMINGS } from '../../kit/test-core.ts'
import { kafkaClient } from './client.ts'
import { createTopics } from './look-after-topics.ts'
import { TopicNames } from './topic-names.ts'

const PATIENCE_MS = 240_000
const FOR_EVER = 1_000_000
/** The client tries a request nine times. */
const MORE_THAN_TRIED = 12
const UNKNOWN = 'task main, outcome of a commit unknown'

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1)
const inOrder = (numbers: readonly number[]): boolean => numbers.every((number, index) => number === index + 1)

await describeWithBroker('each rule of the protocol is needed', (broker) => {
  let topicPrefix: string
  let processes: Program[] = []
  beforeEach(async () => {
    topicPrefix = `rules-${randomUUID()}.`
    await createTopics({ connection: broker, topicPrefix }, 1)
  })
  afterEach(async () => {
    broker.proxy.set({})
    for (const each of processes) each.signal('SIGKILL')
    for (const each of processes) await each.ended
    processes = []
  })
  const start = (options: Partial<CommitterOptions>, removed?: RuleName): Program => {
    const { brokers, registryUrl } = broker
    const started = startCommitter({ brokers, registryUrl, topicPrefix, last: FOR_EVER, ...options }, removed)
    processes.push(started)
    return started
  }
  const numbers = (): Promise<readonly number[]> => committedNumbers(broker, topicPrefix)

  /** Two runs, between which the group loses its offsets, as it does when nobody has asked for them for a week. */
  const losingOffsets = async (removed?: RuleName): Promise<unknown> => {
    await start({ last: 10 }, removed).ended
    const admin = kafkaClient({ connection: broker, timings: TEST_TIMINGS, log: () => {} }).admin()
    await admin.connect()
    await admin.deleteGroups([new TopicNames(topicPrefix).group('engine')])
    await admin.disconnect()
    return [await start({ last: 20 }, removed).ended, await numbers()]
  }

  /** A run in which the answers to one send are lost, however often it is tried. */
  const losingAnswers = async (removed?: RuleName): Promise<unknown> => {
    const owner = start({ brokers: broker.proxied, last: 40 }, removed)
    await owner.says('committed 6')
    let left = MORE_THAN_TRIED
    broker.proxy.set({
      answer: (apiKey) => {
        if (apiKey !== API.produce || left === 0) return 'pass'
        left -= 1
        return 'cut'
      },
    })
    return [await owner.ended, await numbers()]
  }

  /** A run that is killed right behind a commit, and the next one. */
  const killedBehindCommit = async (removed?: RuleName): Promise<unknown> => {
    await start({ dieAt: { point: 'committed', number: 7 } }, removed).ended
    return [await start({ last: 20 }, removed).ended, await numbers()]
  }

  const SAME_SCRIPT: readonly (readonly [RuleName, (removed?: RuleName) => Promise<unknown>, number])[] = [
    ['resumes at the offsets of the group', losingOffsets, 20],
    ['goes on with a producer after an error', losingAnswers, 40],
    ['commits the position apart', killedBehindCommit, 20],
  ]
  test.each(SAME_SCRIPT)(
    'E1 E3 an engine that %s loses or repeats what ours does not',
    async (removed, script, last) => {
      const withRule = await script()
      topicPrefix = `rules-${randomUUID()}.`
      await createTopics({ connection: broker, topicPrefix }, 1)

      const without = await script(removed)

      expect(withRule).toEqual([0, upTo(last)])
      expect(without).not.toEqual([0, upTo(last)])
    },
    PATIENCE_MS,
  )

  test(
    'E2 an engine that reads before it fences repeats what an owner has committed meanwhile that its group has lost',
    async () => {
      const owner = start({ brokers: broker.proxied })
      await owner.says('committed 4')
      const isLost = (apiKey: number): boolean => apiKey === API.heartbeat || apiKey === API.joinGroup
      broker.proxy.set({ request: (apiKey) => (isLost(apiKey) ? 'swallow' : 'pass') })
      const standby = start({}, 'reads before it fences')
      await standby.says('read, not fenced')

      await owner.says(`committed ${owner.lines.length + 2}`)
      standby.tell('go on')
      await standby.says('committed')

      expect(inOrder(await numbers())).toBe(false)
    },
    PATIENCE_MS,
  )

  test(
    'E2 a sleeper that claims again without asking the coordinator fences the rightful owner',
    async () => {
      const dieAt = { point: 'committed', number: 5, signal: 'SIGSTOP' } as const
      const sleeper = start({ dieAt }, 'claims again without asking the coordinator')
      await sleeper.says('committed 4')
      const standby = start({})
      await standby.says('committed')

      sleeper.signal('SIGCONT')
      await sleeper.ended
      await standby.says(UNKNOWN)

      expect(inOrder(await numbers())).toBe(true)
    },
    PATIENCE_MS,
  )
})
