import { OUTPUT_TOPICS } from '@order-up/contracts'
import { describeWithKafka } from '@order-up/local/kit'
import type { CommitterOptions } from '../../kit/committer.ts'
import { type CommitterProcess, startCommitter } from '../../kit/committer-process.ts'
import { TEST_TIMINGS } from '../../kit/test-core.ts'
import { createTopics, openKafkaLog } from './kafka-log.ts'
import { registrySource } from './schemas/registry-source.ts'

/** Session timeouts pass, also on a machine that has other things to do. */
const PATIENCE_MS = 240_000
const LAST = 60

let logs = 0

await describeWithKafka('takeover between processes', (services) => {
  let topicPrefix: string
  let processes: CommitterProcess[] = []
  beforeEach(async () => {
    logs += 1
    topicPrefix = `takeover-${process.pid}-${logs}.`
    await createTopics({ connection: services, topicPrefix }, 1)
  })
  afterEach(async () => {
    for (const each of processes) each.signal('SIGKILL')
    for (const each of processes) await each.ended
    processes = []
  })
  const start = (options: Partial<CommitterOptions> = {}): CommitterProcess => {
    const started = startCommitter({ ...services, topicPrefix, last: LAST, ...options })
    processes.push(started)
    return started
  }
  /** What readers see of the outputs. */
  const outputs = async (): Promise<readonly number[]> => {
    const registry = registrySource({ url: services.registryUrl })
    const log = await openKafkaLog({ connection: services, registry, topicPrefix, timings: TEST_TIMINGS })
    const [end] = await log.reader.ends(OUTPUT_TOPICS.curated)
    const numbers: number[] = []
    const from = [{ topic: OUTPUT_TOPICS.curated, partition: 0, offset: 0 }]
    for await (const { records, nextOffset } of log.reader.read(from, new AbortController().signal)) {
      numbers.push(...records.map(({ value }) => Number(value)))
      if (nextOffset >= (end?.offset ?? 0)) break
    }
    await log.close()
    return numbers
  }
  const ALL = Array.from({ length: LAST }, (_, index) => index + 1)

  test(
    'E2 E3 an owner that is stopped past its session loses its task to the standby, and ends with 5 when it goes on',
    async () => {
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

  test.each(['sent', 'offsets sent', 'committing', 'committed', 'restoring'])(
    'E1 E3 an owner that is killed at "%s" leaves nothing missing and nothing twice to the standby',
    async (point) => {
      const owner = start({ dieAt: { point, number: point === 'restoring' ? 0 : 7 } })
      await (point === 'restoring' ? owner.ended : owner.says('committed 1'))
      const standby = start()

      await standby.says('claimed')
      expect([await owner.ended, await standby.ended]).toEqual(['SIGKILL', 0])

      expect(await outputs()).toEqual(ALL)
    },
    PATIENCE_MS,
  )

  test(
    'E1 E3 owners that are killed one after the other leave nothing missing and nothing twice, without a standby too',
    async () => {
      for (const [point, number] of [
        ['sent', 3],
        ['committing', 11],
        ['committed', 23],
        ['offsets sent', 24],
      ] as const)
        await start({ dieAt: { point, number } }).ended
      await start().ended

      expect(await outputs()).toEqual(ALL)
    },
    PATIENCE_MS,
  )

  test(
    'E3 an owner that leaves by itself is followed at once',
    async () => {
      const owner = start({ last: 10 })
      await owner.says('claimed')
      const standby = start()

      expect([await owner.ended, await standby.ended]).toEqual([0, 0])

      expect(await outputs()).toEqual(ALL)
    },
    PATIENCE_MS,
  )
})
