import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { freePort } from '../free-port.ts'
import { type BrokerProgram, didNotStart, spawnBroker, startOf } from './broker-process.ts'
import {
  type BrokerRecord,
  isAlive,
  markOf,
  propertiesFile,
  removeBrokerRecord,
  runningBroker,
  writeBrokerRecord,
} from './broker-record.ts'
import { userCacheFolder } from './cache-folder.ts'
import { fetchKafka } from './fetch-kafka.ts'
import { formatStorage } from './format-storage.ts'
import { findJava } from './java.ts'
import { type BrokerAddresses, brokerProperties, type Properties, propertiesText } from './server-properties.ts'
import { stopProcess } from './stop-process.ts'

export interface LocalKafkaOptions {
  /** Folder that keeps the topics from one start to the next; made where it is missing. */
  readonly dataDir: string
  /** Port to listen on; any free one where none is given. */
  readonly port?: number
  /** Told of the progress, a line at a time. */
  readonly log: (line: string) => void
  /** Broker properties that replace ours, or are added to them. */
  readonly overrides?: Properties | ((addresses: BrokerAddresses) => Properties)
  /** Where Kafka's jars are kept; the user's cache folder where none is given. */
  readonly cacheDir?: string
  /** Leaves the broker running when this process ends; `findLocalKafka` finds it again. */
  readonly keepRunning?: boolean
}

export interface LocalKafka {
  /** What clients connect to. */
  readonly brokers: readonly string[]
  readonly pid: number
  /** Stops the broker and waits until it is gone; its data stays. */
  stop(): Promise<void>
}

const localKafka = (dataDir: string, { broker, port }: BrokerRecord): LocalKafka => ({
  brokers: [`127.0.0.1:${port}`],
  pid: broker.pid,
  stop: async () => {
    await stopProcess(broker)
    removeBrokerRecord(dataDir)
  },
})

/** The broker that runs on a data folder, or undefined; whoever started it. */
export const findLocalKafka = async (folder: string): Promise<LocalKafka | undefined> => {
  const dataDir = resolve(folder)
  const record = await runningBroker(dataDir)
  return record && localKafka(dataDir, record)
}

/** Stops the broker that a killed run has left behind; throws OU1206 where it is somebody's. */
const stopOrphan = async (dataDir: string, log: LocalKafkaOptions['log']): Promise<void> => {
  const record = await runningBroker(dataDir)
  if (record === undefined) return
  const { broker, owner } = record
  if (owner === null || (await isAlive(owner)))
    throw new OrderUpError('OU1206', { detail: `${dataDir}, pid ${broker.pid}` })
  log(`stopping the broker that a killed run has left behind (pid ${broker.pid})`)
  await stopProcess(broker)
}

/** Writes the broker's properties, and formats its folder before the first start. */
const prepare = async (
  program: BrokerProgram,
  port: number,
  overrides: NonNullable<LocalKafkaOptions['overrides']>,
): Promise<void> => {
  const logDir = join(program.dataDir, 'log')
  const file = propertiesFile(program.dataDir)
  const addresses = { port, controllerPort: await freePort(), logDir }
  const replaced = typeof overrides === 'function' ? overrides(addresses) : overrides
  writeFileSync(file, propertiesText({ ...brokerProperties(addresses), ...replaced }))
  await formatStorage({ ...program, propertiesFile: file, logDir })
}

/** Starts the broker; undefined where it ends by itself before it answers. */
const launch = async (program: BrokerProgram, port: number): Promise<LocalKafka | undefined> => {
  const { dataDir, keepRunning } = program
  const child = spawnBroker(program)
  const broker = child.pid === undefined ? undefined : await markOf(child.pid)
  if (broker === undefined) throw didNotStart(dataDir)
  const record = { broker, port, owner: keepRunning ? null : ((await markOf(process.pid)) ?? null) }
  writeBrokerRecord(dataDir, record)
  const kafka = localKafka(dataDir, record)
  const start = await startOf(child, port)
  if (start === 'ready') return kafka
  await kafka.stop()
  if (start === 'late') throw didNotStart(dataDir)
  return undefined
}

/** A port may be taken before the broker has it, and on a busy machine Kafka 4.1 may lose a race with itself. */
const ATTEMPTS = 2

/**
 * Starts a single Kafka broker, for local work and tests: real transactions, one replica. Resolves once it answers a
 * client. Data survives `stop` and the next start on the same folder; a broker left behind by a killed run is stopped
 * first. Throws OU1205 (port taken), OU1206 (folder in use), OU1210 (does not start), OU1211 (no Java), OU1212 (cannot
 * be fetched).
 */
export const startLocalKafka = async (options: LocalKafkaOptions): Promise<LocalKafka> => {
  const { log, overrides = {}, keepRunning = false } = options
  const dataDir = resolve(options.dataDir)
  const java = findJava()
  const jars = await fetchKafka({ cacheDir: options.cacheDir ?? userCacheFolder(), log })
  mkdirSync(dataDir, { recursive: true })
  await stopOrphan(dataDir, log)
  const program = { java, classPath: join(jars, '*'), dataDir, keepRunning }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const port = await freePort(options.port)
    await prepare(program, port, overrides)
    const kafka = await launch(program, port)
    if (kafka !== undefined) return kafka
  }
  throw didNotStart(dataDir)
}
