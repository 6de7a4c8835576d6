import { randomUUID } from 'node:crypto'
import {
  type ClaimedTask,
  internalTopic,
  type Log,
  type StateCopy,
  type Step,
  type TaskPlan,
} from '@order-up/contracts'
import { describeWithKafka } from '@order-up/local/kit'
import { TEST_TIMINGS } from '../../kit/test-core.ts'
import { Cluster } from './admin/cluster.ts'
import { TOMBSTONE_MS } from './changelog/changelog-mark.ts'
import { kafkaClient } from './client.ts'
import { type KafkaLog, openKafkaLog } from './kafka-log.ts'
import { createTopics } from './look-after-topics.ts'
import { registrySource } from './schemas/registry-source.ts'
import { TopicNames } from './topic-names.ts'

const PATIENCE_MS = 120_000
const OWN = internalTopic('engine', 'own')
const INPUT = { topic: OWN, partition: 0 }
const PLAN: TaskPlan = {
  tasks: [{ name: 'main', inputs: [INPUT] }],
  internalTopics: [{ topic: OWN, partitions: 1 }],
  standbys: false,
}
/** More records than are looked at in one go. */
const MANY = 5_000

const bytes = (text: string): Buffer => Buffer.from(text)
const states = (entries: Readonly<Record<string, string | null>>): Step['state'] =>
  Object.entries(entries).map(([key, value]) => ({ key: bytes(key), value: value === null ? null : bytes(value) }))
const stepOf = (parts: Partial<Step>): Step => ({ outputs: [], state: [], positions: [], ...parts })

/** A copy as a disk would keep it. */
class KeptCopy implements StateCopy {
  mark: string | undefined
  readonly state = new Map<string, string>()
  readonly cleared: string[] = []
  applied = 0

  clear(reason: string): void {
    this.cleared.push(reason)
    this.state.clear()
  }

  apply(key: Buffer, value: Buffer | null): void {
    this.applied += 1
    if (value === null) this.state.delete(`${key}`)
    else this.state.set(`${key}`, `${value}`)
  }
}

await describeWithKafka('changelogs of tasks without standbys', (services) => {
  let topicPrefix: string
  let logs: KafkaLog[] = []
  let claims: AsyncIterator<ClaimedTask>[] = []
  /** Behind the clock on the wall: a broker takes no records of the future. */
  let behindMs = 0
  beforeEach(async () => {
    topicPrefix = `cold-${randomUUID()}.`
    behindMs = 0
    await createTopics({ connection: services, topicPrefix }, 1)
  })
  const closeAll = async (): Promise<void> => {
    for (const each of claims) await each.return?.()
    for (const log of logs) await log.close()
    claims = []
    logs = []
  }
  afterEach(closeAll)

  const connect = async (probe: (point: string) => void = () => {}): Promise<Log> => {
    const log = await openKafkaLog({
      connection: services,
      registry: registrySource({ url: services.registryUrl }),
      topicPrefix,
      timings: { ...TEST_TIMINGS, purgeMs: 1 },
      now: () => Date.now() - behindMs,
      probe,
    })
    logs.push(log)
    return log.connect({ name: 'engine' })
  }
  const claim = async (log: Log): Promise<ClaimedTask> => {
    const claiming = log.claims(PLAN, new AbortController().signal)[Symbol.asyncIterator]()
    claims.push(claiming)
    return (await claiming.next()).value as ClaimedTask
  }
  const admin = async <T>(use: (cluster: Cluster) => Promise<T>): Promise<T> => {
    const cluster = new Cluster(() => kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} }))
    try {
      return await use(cluster)
    } finally {
      await cluster.close()
    }
  }

  test(
    'E1 E3 the position is found behind a long step that was aborted, and nothing of that step is restored',
    async () => {
      let isDying = false
      const dying = await connect((point) => {
        if (isDying && point === 'sent') throw new TypeError('the process is killed')
      })
      const task = await claim(dying)
      await task.commit(stepOf({ state: states({ a: '1' }), positions: [{ ...INPUT, offset: 7 }] }))
      isDying = true
      const long = Array.from({ length: MANY }, (_, at) => ({ key: bytes(`k${at}`), value: bytes('lost') }))
      await expect(task.commit(stepOf({ state: long }))).rejects.toThrow('killed')
      await closeAll()

      const next = await claim(await connect())
      const copy = new KeptCopy()
      await next.restore(copy)

      expect(next.positions).toEqual([{ ...INPUT, offset: 7 }])
      expect(Object.fromEntries(copy.state)).toEqual({ a: '1' })
    },
    PATIENCE_MS,
  )

  test(
    'E3 a copy goes on from its mark, is made anew where that is too old, and where the changelog has been made anew',
    async () => {
      behindMs = TOMBSTONE_MS / 2 + 60_000
      const task = await claim(await connect())
      const copy = new KeptCopy()
      copy.mark = await task.restore(copy)
      const entries = Object.fromEntries(Array.from({ length: MANY }, (_, at) => [`k${at}`, '1']))
      copy.mark = await task.commit(stepOf({ state: states(entries) }))
      for (const { key, value } of states(entries)) copy.apply(key, value)
      await task.commit(stepOf({ state: states({ k0: null, k1: '2' }) }))
      await task.close()

      copy.applied = 0
      const second = await claim(await connect())
      const mark = await second.restore(copy)
      const whenYoung = { applied: copy.applied, size: copy.state.size, cleared: [...copy.cleared] }
      await second.close()
      behindMs = 0
      copy.mark = mark
      const third = await claim(await connect())
      await third.restore(copy)
      const whenOld = { size: copy.state.size, cleared: [...copy.cleared] }
      await third.close()
      await closeAll()
      const topic = new TopicNames(topicPrefix).changelog('engine', 'main')
      await admin((cluster) => cluster.ask((asked) => asked.deleteTopics({ topics: [topic] })))
      copy.mark = mark
      await (await claim(await connect())).restore(copy)

      expect(whenYoung).toEqual({ applied: 2, size: MANY - 1, cleared: [] })
      expect(whenOld).toEqual({ size: MANY - 1, cleared: [expect.stringContaining('compacted away')] })
      expect([copy.state.size, copy.cleared[1]]).toEqual([0, expect.stringContaining('copy of changelog')])
    },
    PATIENCE_MS,
  )

  test(
    'what has been consumed of an internal topic is purged, and what has not stays',
    async () => {
      const log = await connect()
      const task = await claim(log)
      const internal = ['a', 'b', 'c'].map((text) => ({ ...INPUT, value: bytes(text) }))
      await task.commit(stepOf({ internal }))
      const start = (): Promise<number> =>
        admin(async (cluster) => (await cluster.range(new TopicNames(topicPrefix).of(OWN), 0)).start)
      const before = await start()

      // Each commit is an occasion to purge what the one before it has consumed.
      let after = before
      while (after === before) {
        await task.commit(stepOf({ positions: [{ ...INPUT, offset: 2 }] }))
        after = await start()
      }
      await task.close()

      const next = await claim(log)
      const reading = next.read(new AbortController().signal)[Symbol.asyncIterator]()
      const { value: batch } = await reading.next()
      await reading.return?.()
      expect([before, after]).toEqual([0, 2])
      expect(batch.records.map(({ value }: { value: Buffer }) => `${value}`)).toEqual(['c'])
    },
    PATIENCE_MS,
  )
})
