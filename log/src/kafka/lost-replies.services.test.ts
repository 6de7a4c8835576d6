import { type ClaimedTask, OUTPUT_TOPICS, RAW_TOPIC, wholeCopy } from '@order-up/contracts'
import { API, describeWithBroker, type Fate, type Rule } from '@order-up/local/kit'
import { TEST_TIMINGS } from '../../kit/test-core.ts'
import { type KafkaLog, openKafkaLog } from './kafka-log.ts'
import { createTopics } from './look-after-topics.ts'
import { registrySource } from './schemas/registry-source.ts'

const TIMINGS = { ...TEST_TIMINGS, requestMs: 1_000 }
const PARTITIONS = 2
const TASK = { name: 'main', inputs: [{ topic: RAW_TOPIC, partition: 0 }] }

let logs = 0

/** The fate of the first frame of a kind; all others pass. */
const once = (kind: number, fate: Fate): Rule => {
  let isDone = false
  return (apiKey) => {
    if (isDone || apiKey !== kind) return 'pass'
    isDone = true
    return fate
  }
}

await describeWithBroker('E1 a commit over a bad connection', (broker) => {
  let opened: KafkaLog[] = []
  let topicPrefix: string
  const open = async (brokers: readonly string[], probe: (point: string) => void = () => {}): Promise<KafkaLog> => {
    const registry = registrySource({ url: broker.registryUrl })
    const log = await openKafkaLog({ connection: { brokers }, registry, topicPrefix, timings: TIMINGS, probe })
    opened.push(log)
    return log
  }
  beforeEach(async () => {
    logs += 1
    topicPrefix = `bad-${logs}.`
    await createTopics({ connection: broker, topicPrefix }, PARTITIONS)
  })
  afterEach(async () => {
    broker.proxy.set({})
    for (const log of opened) await log.close()
    opened = []
  })

  const claim = async (log: KafkaLog, standbys = true): Promise<ClaimedTask> => {
    const claims = log.connect({ name: 'engine' }).claims({ tasks: [TASK], standbys }, new AbortController().signal)
    return (await claims[Symbol.asyncIterator]().next()).value as ClaimedTask
  }
  const commit = (task: ClaimedTask, text: string): Promise<string> => {
    const [key, value] = [Buffer.from(text), Buffer.from(text)]
    return task.commit({
      outputs: [0, 1].map((partition) => ({ output: 'curated', partition, key, value })),
      state: [{ key, value }],
      positions: [{ topic: RAW_TOPIC, partition: 0, offset: Number(text) }],
    })
  }
  /** All that readers see, and all that the next owner finds. */
  const outcome = async (task: ClaimedTask): Promise<unknown> => {
    await task.close()
    const log = await open(broker.brokers)
    const topic = OUTPUT_TOPICS.curated
    const ends = await log.reader.ends(topic)
    const outputs: string[][] = [[], []]
    const unread = new Set([0, 1])
    for await (const { partition, records, nextOffset } of log.reader.read(
      ends.map((end) => ({ ...end, offset: 0 })),
      new AbortController().signal,
    )) {
      outputs[partition]?.push(...records.map(({ value }) => `${value}`))
      if (nextOffset >= (ends[partition]?.offset ?? 0)) unread.delete(partition)
      if (unread.size === 0) break
    }
    const next = await claim(log)
    const state: string[] = []
    await next.restore(wholeCopy((key) => state.push(`${key}`)))
    return { outputs, state: state.sort(), position: next.positions[0]?.offset }
  }
  const ONE_TO_THREE = {
    outputs: [
      ['1', '2', '3'],
      ['1', '2', '3'],
    ],
    state: ['1', '2', '3'],
    position: 3,
  }

  const FAULTS = [
    ['the answer to EndTxn is lost', 'answer', API.endTransaction, 'swallow'],
    ['the connection is cut instead of the answer to EndTxn', 'answer', API.endTransaction, 'cut'],
    ['EndTxn never arrives', 'request', API.endTransaction, 'swallow'],
    ['the connection is cut before EndTxn arrives', 'request', API.endTransaction, 'cut'],
    ['the answer to Produce is lost', 'answer', API.produce, 'swallow'],
    ['the connection is cut instead of the answer to Produce', 'answer', API.produce, 'cut'],
    ['Produce never arrives', 'request', API.produce, 'swallow'],
    ['the answer to AddPartitionsToTxn is lost', 'answer', API.addPartitions, 'cut'],
    ['AddOffsetsToTxn never arrives', 'request', API.addOffsets, 'swallow'],
    ['the answer to TxnOffsetCommit is lost', 'answer', API.offsetCommit, 'cut'],
  ] as const

  test.each(FAULTS)('is there once where %s', async (_, side, kind, fate) => {
    const task = await claim(await open(broker.proxied))
    await commit(task, '1')

    broker.proxy.set({ [side]: once(kind, fate) })
    await commit(task, '2')
    await commit(task, '3')

    expect(await outcome(task)).toEqual(ONE_TO_THREE)
  })

  test('is there once where the answers to EndTxn and to the claim that settles it are lost', async () => {
    const task = await claim(await open(broker.proxied))
    await commit(task, '1')
    const lost = [once(API.endTransaction, 'swallow'), once(API.initProducerId, 'cut'), once(API.endTransaction, 'cut')]

    broker.proxy.set({
      answer: (apiKey, bytes) => lost.map((rule) => rule(apiKey, bytes)).find((fate) => fate !== 'pass') ?? 'pass',
    })
    await commit(task, '2')
    await commit(task, '3')

    expect(await outcome(task)).toEqual(ONE_TO_THREE)
  })

  test('is there once where the answer to EndTxn is lost, also of a task whose changelog nobody follows', async () => {
    const task = await claim(await open(broker.proxied), false)
    await commit(task, '1')

    broker.proxy.set({ answer: once(API.endTransaction, 'swallow') })
    await commit(task, '2')
    await commit(task, '3')

    expect(await outcome(task)).toEqual(ONE_TO_THREE)
  })

  test('is there once where every connection is cut again and again', async () => {
    const task = await claim(await open(broker.proxied))
    let cuts = 0
    broker.proxy.set({
      request: (apiKey) => {
        if (apiKey === API.endTransaction && cuts < 6 && cuts++ % 2 === 0) broker.proxy.cutAll()
        return 'pass'
      },
    })

    for (const text of ['1', '2', '3']) await commit(task, text)

    expect(await outcome(task)).toEqual(ONE_TO_THREE)
  })

  test.each([true, false])('is found by a restore that loses its connection, standbys: %s', async (standbys) => {
    const before = await claim(await open(broker.brokers), standbys)
    for (const text of ['1', '2', '3']) await commit(before, text)
    await before.close()
    const cutOnce = (point: string): void => {
      if (point === 'restoring') broker.proxy.set({ answer: once(API.listOffsets, 'cut') })
    }

    const task = await claim(await open(broker.proxied, cutOnce), standbys)
    const state: string[] = []
    await task.restore(wholeCopy((key) => state.push(`${key}`)))

    expect(state.sort()).toEqual(ONE_TO_THREE.state)
  })

  test('is there once where the broker dies and comes back', async () => {
    const task = await claim(await open(broker.brokers))
    await commit(task, '1')
    await broker.kill()

    const committed = commit(task, '2')
    await broker.start()
    await committed
    await commit(task, '3')

    expect(await outcome(task)).toEqual(ONE_TO_THREE)
  })
})
