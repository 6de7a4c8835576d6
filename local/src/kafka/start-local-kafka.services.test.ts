import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OrderUpError } from '@order-up/contracts'
import { findProcess } from '../postgres/process-table.ts'
import { brokerAnswers } from './broker-probe.ts'
import { writeBrokerRecord } from './broker-record.ts'
import { findJava } from './java.ts'
import { freePort } from './ports.ts'
import { findLocalKafka, type LocalKafka, type LocalKafkaOptions, startLocalKafka } from './start-local-kafka.ts'

/** Why these tests cannot run here; an error under REQUIRE_REAL_KAFKA=1. */
const reasonToSkip = async (): Promise<string | undefined> => {
  try {
    findJava()
    await promisify(execFile)('mvn', ['-version'])
    return undefined
  } catch (error) {
    if (process.env.REQUIRE_REAL_KAFKA === '1') throw error
    return error instanceof OrderUpError ? error.message : 'no Maven on this machine'
  }
}

const reason = await reasonToSkip()
const describeHere = reason === undefined ? describe : describe.skip

const portOf = ({ brokers }: LocalKafka): number => Number(brokers[0]?.split(':')[1])

describeHere(reason === undefined ? 'local Kafka' : `local Kafka (${reason})`, () => {
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

  test('it answers clients once it is started, and is gone once it is stopped', async () => {
    const kafka = await start()
    const answers = await brokerAnswers(portOf(kafka))

    await kafka.stop()

    expect([answers, await brokerAnswers(portOf(kafka)), await findProcess(kafka.pid)]).toEqual([
      true,
      false,
      undefined,
    ])
  })

  test('its data survives stop and start, on the port asked for', async () => {
    const port = await freePort()
    await (await start({ port })).stop()
    const before = await clusterId()

    const again = await start({ port })

    expect([again.brokers, await clusterId()]).toEqual([[`127.0.0.1:${port}`], before])
  })

  test('a folder has one broker: a second start is OU1206, and the first one is found', async () => {
    const kafka = await start()

    await expect(start()).rejects.toMatchObject({ code: 'OU1206' })

    expect((await findLocalKafka(dataDir))?.pid).toBe(kafka.pid)
  })

  test('a broker that a killed run has left behind is stopped by the next start', async () => {
    const module = new URL('./start-local-kafka.js', import.meta.url).href
    const script = `
      const { startLocalKafka } = await import(${JSON.stringify(module)})
      await startLocalKafka({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} })
      process.kill(process.pid, 'SIGKILL')`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
    await new Promise((ended) => child.once('exit', ended))
    const orphan = await findLocalKafka(dataDir)
    const lines: string[] = []

    const kafka = await start({ log: (line) => lines.push(line) })

    expect({
      orphanGone: orphan !== undefined && (await findProcess(orphan.pid)) === undefined,
      answers: await brokerAnswers(portOf(kafka)),
      lines,
    }).toEqual({
      orphanGone: true,
      answers: true,
      lines: [`stopping the broker that a killed run has left behind (pid ${orphan?.pid})`],
    })
  })

  test('another process that has the id of a former broker is left alone', async () => {
    const kafka = await start()
    await kafka.stop()
    writeBrokerRecord(dataDir, { broker: { pid: process.pid, start: '0' }, port: portOf(kafka), owner: null })

    await start()

    expect(await findProcess(process.pid)).toBeDefined()
  })

  test('a taken port is OU1205, and a broker that does not start is OU1210 with its own words', async () => {
    const kafka = await start()
    const other = join(dataDir, 'other')

    await expect(start({ dataDir: other, port: portOf(kafka) })).rejects.toMatchObject({ code: 'OU1205' })
    await expect(start({ dataDir: other, overrides: { 'log.retention.ms': 'never' } })).rejects.toMatchObject({
      code: 'OU1210',
      message: expect.stringContaining('log.retention.ms'),
    })
    expect(existsSync(join(other, 'broker.json'))).toBe(false)
  })

  test('a broker that is to go on outlives the process that started it, until it is stopped', async () => {
    const module = new URL('./start-local-kafka.js', import.meta.url).href
    const script = `
      const { startLocalKafka } = await import(${JSON.stringify(module)})
      await startLocalKafka({ dataDir: ${JSON.stringify(dataDir)}, log: () => {}, keepRunning: true })`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
    await new Promise((ended) => child.once('exit', ended))

    const found = await findLocalKafka(dataDir)
    const answers = found !== undefined && (await brokerAnswers(portOf(found)))
    await found?.stop()

    expect([answers, found && (await findProcess(found.pid))]).toEqual([true, undefined])
  })
})
