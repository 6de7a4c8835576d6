import { type Batch, type ClaimedTask, RAW_TOPIC } from '@order-up/contracts'
import { describeWithKafkaTools, runKafkaTool } from '@order-up/local/kit'
import kafkajs, { type Kafka } from 'kafkajs'
import { type CreateKafkaTestLog, type KafkaTestLog, kafkaTestLogs } from '../../kit/kafka-test-log.ts'
import { TEST_TIMINGS } from '../../kit/test-core.ts'
import { kafkaClient } from './client.ts'
import { TopicNames } from './topic-names.ts'

const { ConfigResourceTypes } = kafkajs

await describeWithKafkaTools('traps of the client when reading', (services) => {
  let create: CreateKafkaTestLog
  let log: KafkaTestLog
  let raw: string
  const client = (): Kafka => kafkaClient({ connection: services, timings: TEST_TIMINGS, log: () => {} })

  beforeAll(async () => {
    create = await kafkaTestLogs(services)
  })
  beforeEach(async () => {
    log = create({ partitions: 1 })
    raw = new TopicNames(log.logId).of(RAW_TOPIC)
    await log.ends(RAW_TOPIC)
  })
  afterEach(() => log.close())

  /** Values of the raw topic from `offset` to its present end. */
  const valuesFrom = async (offset: number): Promise<readonly string[]> => {
    const [end] = await log.ends(RAW_TOPIC)
    const values: string[] = []
    const stop = new AbortController()
    for await (const batch of log.read([{ topic: RAW_TOPIC, partition: 0, offset }], stop.signal)) {
      values.push(...batch.records.map(({ value }) => `${value}`))
      if (batch.nextOffset >= (end?.offset ?? 0)) stop.abort()
    }
    return values
  }
  const setTopic = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    const admin = client().admin()
    await admin.connect()
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: raw, configEntries }]
    await admin.alterConfigs({ validateOnly: false, resources })
    await admin.disconnect()
  }
  /** Sends lines with the Java client. */
  const send = (
    lines: readonly string[],
    codec: string,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<string> =>
    runKafkaTool({
      main: 'org.apache.kafka.tools.ConsoleProducer',
      args: [
        ...['--bootstrap-server', services.brokers.join(','), '--topic', raw, '--compression-codec', codec],
        ...Object.entries(settings).flatMap(([name, value]) => ['--producer-property', `${name}=${value}`]),
      ],
      input: lines.map((line) => `${line}\n`).join(''),
    })
  const deleteBefore = async (offset: number): Promise<void> => {
    const admin = client().admin()
    await admin.connect()
    await admin.fetchTopicOffsets(raw)
    await admin.deleteTopicRecords({ topic: raw, partitions: [{ partition: 0, offset: String(offset) }] })
    await admin.disconnect()
  }
  const appendMany = (count: number): Promise<void> =>
    log.append(
      Array.from({ length: count }, (_, n) => ({
        key: null,
        value: Buffer.from(`${n}`),
        timestampMs: 1,
        partition: 0,
      })),
    )

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    'what a producer has compressed with %s is read, for the topic keeps it uncompressed',
    async (codec) => {
      const lines = Array.from({ length: 500 }, (_, n) => `${codec} ${n}`)

      await send(lines, codec)

      expect(await valuesFrom(0)).toEqual(lines)
    },
  )

  test('where a topic keeps what it is sent, gzip is read and another codec is OU1309', async () => {
    await setTopic({ 'compression.type': 'producer' })

    await send(['folded'], 'gzip')
    const read = await valuesFrom(0)
    await send(['unreadable'], 'zstd')

    expect(read).toEqual(['folded'])
    await expect(valuesFrom(0)).rejects.toMatchObject({ code: 'OU1309', message: expect.stringContaining('zstd') })
  })

  test('a batch of 200,000 tiny records is read, of which the client itself dies', async () => {
    await setTopic({ 'max.message.bytes': '16777216' })
    const lines = Array.from({ length: 200_000 }, (_, n) => `${n % 10}`)
    const large = String(16_000_000)
    await send(lines, 'none', {
      'batch.size': large,
      'max.request.size': large,
      'linger.ms': '8000',
      'buffer.memory': '64000000',
    })

    const values = await valuesFrom(0)

    expect([values.length, values.slice(-3)]).toEqual([200_000, ['7', '8', '9']])
    const consumer = client().consumer({ groupId: `${raw}-plain`, maxBytesPerPartition: 16_777_216 })
    await consumer.connect()
    await consumer.subscribe({ topics: [raw], fromBeginning: true })
    const crashed = new Promise((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(String(payload.error)))
    })
    await consumer.run({ eachBatch: async () => {} })
    expect(await crashed).toContain('Maximum call stack')
    await consumer.disconnect()
  })

  test('E1 aborted transactions of two writers that overlap in one partition stay hidden, keys of four zero bytes too', async () => {
    const begin = async (id: string) => {
      const transactionalId = `${raw}-${id}`
      const producer = client().producer({ transactionalId, maxInFlightRequests: 1, createPartitioner: () => () => 0 })
      await producer.connect()
      const transaction = await producer.transaction()
      const write = (value: string, key: Buffer | null = null) =>
        transaction.send({ topic: raw, messages: [{ key, value }] })
      return { write, transaction, close: () => producer.disconnect() }
    }
    const [a, b, c] = [await begin('a'), await begin('b'), await begin('c')]
    await a.write('aborted a', Buffer.alloc(4))
    await b.write('aborted b')
    await c.write('committed c')
    await a.write('aborted a')
    await b.transaction.abort()
    await a.write('aborted a')
    await a.transaction.abort()
    await c.transaction.commit()
    await Promise.all([a, b, c].map(({ close }) => close()))

    expect([await valuesFrom(0), await valuesFrom(1), await valuesFrom(3)]).toEqual([
      ['committed c'],
      ['committed c'],
      [],
    ])
  })

  test('E3 a position before the start of the topic is OU1303, and so is one behind its end', async () => {
    await appendMany(10)
    await deleteBefore(6)

    expect(await valuesFrom(6)).toEqual(['6', '7', '8', '9'])
    await expect(valuesFrom(5)).rejects.toMatchObject({ code: 'OU1303' })
    await expect(valuesFrom(11)).rejects.toMatchObject({ code: 'OU1303' })
  })

  test('E3 a topic whose start moves past a reader that is under way is OU1303', async () => {
    const stop = new AbortController()
    const input = { topic: RAW_TOPIC, partition: 0 }
    const claims = log
      .connect({ name: 'engine' })
      .claims({ tasks: [{ name: 'main', inputs: [input] }], standbys: true }, stop.signal)
    const task = (await claims[Symbol.asyncIterator]().next()).value as ClaimedTask
    await appendMany(5)
    const reading = task.read(stop.signal)[Symbol.asyncIterator]()
    const first = (await reading.next()).value as Batch
    task.pause(input)
    await appendMany(5)
    await deleteBefore(8)

    const next = reading.next()
    task.resume(input)

    await expect(next).rejects.toMatchObject({ code: 'OU1303' })
    expect(first.nextOffset).toBe(5)
  })
})
