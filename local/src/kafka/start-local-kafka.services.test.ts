import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeWithKafkaPrograms } from '../../kit/describe-with-kafka-programs.ts'
import { freePort } from '../free-port.ts'
import { findProcess } from '../postgres/process-table.ts'
import { brokerAnswers } from './broker-probe.ts'
import { type BrokerRecord, runningBroker, writeBrokerRecord } from './broker-record.ts'
import { findLocalKafka, type LocalKafka, type LocalKafkaOptions, startLocalKafka } from './start-local-kafka.ts'

const PATIENCE_MS = 60_000
const POLL_MS = 50

/** Resolves when the process is gone; rejects where it is not in time. */
const gone = async (pid: number): Promise<void> => {
  for (const deadline = performance.now() + PATIENCE_MS; (await findProcess(pid)) !== undefined; await sleep(POLL_MS))
    if (performance.now() > deadline) throw new Error(`process ${pid} lives on`)
}

const portOf = ({ brokers }: LocalKafka): number => Number(brokers[0]?.split(':')[1])

/** Starts a broker in a process of its own that ends at once, by its own will or killed; resolves with the broker's id. */
const startedBy = async (end: 'exit' | 'kill', options: Omit<LocalKafkaOptions, 'log'>): Promise<number> => {
  const module = new URL('./start-local-kafka.js', import.meta.url).href
  const script = `
    const { startLocalKafka } = await import(${JSON.stringify(module)})
    const { pid } = await startLocalKafka({ ...${JSON.stringify(options)}, log: () => {} })
    process.stdout.write(String(pid), () => ${end === 'kill'} && process.kill(process.pid, 'SIGKILL'))`
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return Number(
    await text(spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: [...stdio] }).stdout!),
  )
}

await describeWithKafkaPrograms('local Kafka', () => {
  let dataDir: string
  let started: LocalKafka[] = []
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'order-up-local-kafka-'))
  })
  afterEach(async () => {
    for (const kafka of started.splice(0)) await kafka.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const start = async (options: Partial<LocalKafkaOptions> = {}): Promise<LocalKafka> => {
    const kafka = await startLocalKafka({ dataDir, log: () => {}, ...options })
    started = [...started, kafka]
    return kafka
  }
  const clusterId = async (): Promise<string | undefined> =>
    /cluster\.id=(.*)/.exec(await readFile(join(dataDir, 'log', 'meta.properties'), 'utf8'))?.[1]

  test('it answers clients, alone on its folder, until it is stopped; its data survives, on the port asked for', async () => {
    const port = await freePort()
    const kafka = await start({ port })
    const whileUp = [await brokerAnswers(port), (await findLocalKafka(dataDir))?.pid, await clusterId()]
    await expect(start()).rejects.toMatchObject({ code: 'OU1206' })

    await kafka.stop()
    const whileDown = [await brokerAnswers(port), await findProcess(kafka.pid)]
    const again = await start({ port })

    expect({ whileUp, whileDown, brokers: again.brokers }).toEqual({
      whileUp: [true, kafka.pid, await clusterId()],
      whileDown: [false, undefined],
      brokers: [`127.0.0.1:${port}`],
    })
  })

  test('a broker whose run is killed ends by itself, and properly: the next one starts at once', async () => {
    const pid = await startedBy('kill', { dataDir })

    await gone(pid)
    const kafka = await start()

    const unclean = /recover/i.test(await readFile(join(dataDir, 'kafka.log'), 'utf8'))
    expect([pid > 0, await brokerAnswers(portOf(kafka)), unclean]).toEqual([true, true, false])
  })

  test('a broker that is to go on outlives its run; one that a run has left behind makes way for the next', async () => {
    const pid = await startedBy('exit', { dataDir, keepRunning: true })
    const { broker, port } = (await runningBroker(dataDir)) as BrokerRecord
    const livesOn = await brokerAnswers(port)
    writeBrokerRecord(dataDir, { broker, port, owner: { pid: process.pid, start: '0' } })
    const lines: string[] = []

    await start({ log: (line) => lines.push(line) })

    expect([livesOn, await findProcess(pid), lines]).toEqual([
      true,
      undefined,
      [`stopping the broker that a killed run has left behind (pid ${pid})`],
    ])
  })

  test('another process that has the id of a former broker is left alone', async () => {
    writeBrokerRecord(dataDir, { broker: { pid: process.pid, start: '0' }, port: 1, owner: null })

    await start()

    expect(await findProcess(process.pid)).toBeDefined()
  })

  test('a taken port is OU1205, and a broker that does not start is OU1210 with its own words', async () => {
    const port = await freePort()
    const server = createServer().listen(port, '127.0.0.1')

    await expect(start({ port })).rejects.toMatchObject({ code: 'OU1205' })
    await expect(start({ overrides: { 'log.retention.ms': 'never' } })).rejects.toMatchObject({
      code: 'OU1210',
      message: expect.stringContaining('log.retention.ms'),
    })

    server.close()
    expect(existsSync(join(dataDir, 'broker.json'))).toBe(false)
  })
})
