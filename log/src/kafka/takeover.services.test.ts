import { randomUUID } from 'node:crypto'
import { describeWithKafka } from '@order-up/local/kit'
import { committedNumbers } from '../../kit/committed-numbers.ts'
import type { CommitterOptions } from '../../kit/committer.ts'
import { startCommitter } from '../../kit/committer-process.ts'
import type { Program } from '../../kit/program.ts'
import { createTopics } from './look-after-topics.ts'

/** Session timeouts pass, also on a machine that has other things to do. */
const PATIENCE_MS = 240_000
const LAST = 60
const ALL = Array.from({ length: LAST }, (_, index) => index + 1)

/** Owners and standbys on topics of their own. */
interface Scene {
  start(options?: Partial<CommitterOptions>): Program
  /** What readers see of the outputs. */
  outputs(): Promise<readonly number[]>
}

await describeWithKafka('takeover between processes', (services) => {
  let processes: Program[] = []
  afterEach(async () => {
    for (const each of processes) each.signal('SIGKILL')
    for (const each of processes) await each.ended
    processes = []
  })

  const newScene = async (): Promise<Scene> => {
    const topicPrefix = `takeover-${randomUUID()}.`
    await createTopics({ connection: services, topicPrefix }, 1)
    return {
      outputs: () => committedNumbers(services, topicPrefix),
      start: (options = {}) => {
        const started = startCommitter({ ...services, topicPrefix, last: LAST, ...options })
        processes.push(started)
        return started
      },
    }
  }

  test(
    'E2 E3 an owner that is stopped past its session loses its task to the standby, and ends with 5 when it goes on',
    async () => {
      const { start, outputs } = await newScene()
      const owner = start({ last: 1_000_000 })
      await owner.says('committed 5')
      const standby = start({ last: 1_000_000 })
      await standby.says('waiting')

      owner.signal('SIGSTOP')
      await standby.says('claimed')
      await standby.says('committed')
      owner.signal('SIGCONT')
      const code = await owner.ended
      const before = standby.lines.length
      await standby.says(`committed ${(await outputs()).length + 5}`)
      standby.signal('SIGKILL')
      await standby.ended

      const numbers = await outputs()
      expect([code, numbers]).toEqual([5, numbers.map((_, index) => index + 1)])
      // Its rightful owner was never asked to claim again.
      expect(standby.lines.slice(before).filter((line) => !line.startsWith('committed'))).toEqual([])
    },
    PATIENCE_MS,
  )

  /** An owner that kills itself, and a standby: how both ended, and what readers see. */
  const killedAt = async (point: string): Promise<unknown> => {
    const { start, outputs } = await newScene()
    const owner = start({ dieAt: { point, number: point === 'restoring' ? 0 : 7 } })
    await (point === 'restoring' ? owner.ended : owner.says('committed 1'))
    const standby = start()
    await standby.says('claimed')
    return { ended: [await owner.ended, await standby.ended], outputs: await outputs() }
  }

  test(
    'E1 E3 an owner that is killed at any point leaves nothing missing and nothing twice to the standby',
    async () => {
      const points = ['sent', 'offsets sent', 'committing', 'committed', 'restoring']

      // At the same time, for each waits for a session to pass.
      const found = await Promise.all(points.map(async (point) => [point, await killedAt(point)] as const))

      const expected = { ended: ['SIGKILL', 0], outputs: ALL }
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(points.map((point) => [point, expected])))
    },
    PATIENCE_MS,
  )

  test(
    'E1 E3 owners that are killed and started again leave nothing missing and nothing twice, and wait for no session',
    async () => {
      const { start, outputs } = await newScene()
      const sessionMs = 2 * PATIENCE_MS
      for (const [point, number] of [
        ['sent', 3],
        ['committing', 11],
        ['committed', 23],
        ['offsets sent', 24],
      ] as const)
        await start({ sessionMs, dieAt: { point, number } }).ended
      await start({ sessionMs }).ended

      expect(await outputs()).toEqual(ALL)
    },
    PATIENCE_MS,
  )

  test(
    'E3 an owner that leaves by itself is followed at once',
    async () => {
      const { start, outputs } = await newScene()
      const owner = start({ last: 10 })
      await owner.says('claimed')
      const standby = start()

      expect([await owner.ended, await standby.ended]).toEqual([0, 0])

      expect(await outputs()).toEqual(ALL)
    },
    PATIENCE_MS,
  )
})
