import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs'
import { ERRORS, OrderUpError } from '@order-up/contracts'
import { userCacheFolder } from '../kafka/cache-folder.ts'
import { fetchKafka } from '../kafka/fetch-kafka.ts'
import { findJava } from '../kafka/java.ts'
import { prepareApicurio } from '../registry/start-apicurio.ts'
import { downServices } from './down-services.ts'
import type { KeeperMessage } from './keeper-message.ts'
import type { RegistryName, ServiceAddresses } from './service-addresses.ts'
import { KEEPER_FILE, readServicesRecord, runningServices, servicePaths } from './services-record.ts'
import { probeServices } from './services-status.ts'

export interface UpOptions {
  /** Folder of all their data; made where it is missing, gone on with where it holds some. */
  readonly dataDir: string
  /** Which schema registry; that of the data folder, where none is named, else ours. */
  readonly registry?: RegistryName
  /** Told of the progress, a line at a time. */
  readonly log: (line: string) => void
  /** Gives up and stops what has been started. */
  readonly signal: AbortSignal
}

/** Runs the keeper in a session of its own; it writes to a log of its own. */
const spawnKeeper = (dataDir: string, registry: RegistryName): ChildProcess => {
  const output = openSync(servicePaths(dataDir).log, 'w')
  const keeper = spawn(process.execPath, [KEEPER_FILE, dataDir, registry], {
    cwd: dataDir,
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
  closeSync(output)
  return keeper
}

/** The message without what its code says anyway. */
const failureOf = ({ code, message }: Extract<KeeperMessage, { kind: 'failed' }>): OrderUpError =>
  new OrderUpError(code, { detail: message.replace(`${ERRORS[code].message}: `, '') })

/** Resolves when the keeper says that it is ready; rejects with why it is not. */
const untilReady = (keeper: ChildProcess, { log, signal, dataDir }: UpOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason)
    signal.addEventListener('abort', giveUp)
    if (signal.aborted) giveUp()
    keeper.on('message', (message: KeeperMessage) => {
      if (message.kind === 'progress') log(message.line)
      else if (message.kind === 'ready') resolve()
      else reject(failureOf(message))
    })
    const ended = (cause: unknown): void =>
      reject(new OrderUpError('OU7001', { detail: `see ${servicePaths(dataDir).log}`, cause }))
    keeper.once('error', ended)
    keeper.once('exit', ended)
  })

const startKeeper = async (options: UpOptions, registry: RegistryName): Promise<void> => {
  const keeper = spawnKeeper(options.dataDir, registry)
  try {
    await untilReady(keeper, options)
  } finally {
    // A keeper that is not ready stops when we are gone; one that is goes on.
    if (keeper.connected) keeper.disconnect()
    keeper.unref()
  }
}

/**
 * The registry of a data folder. Its ids stand in the records of the folder's topics, so that it stays the one that the
 * folder was begun with: throws OU1107 where another is asked for.
 */
const registryOf = (dataDir: string, wanted: RegistryName | undefined): RegistryName => {
  const record = readServicesRecord(dataDir)
  if (record === undefined) return wanted ?? 'local'
  const { registry = 'local' } = record
  if (wanted !== undefined && wanted !== registry)
    throw new OrderUpError('OU1107', { detail: `${dataDir} has ${registry}` })
  return registry
}

/** True where the services of a record all answer. */
const allAnswer = async (dataDir: string): Promise<boolean> =>
  (await probeServices(dataDir)).every(({ answers }) => answers)

/**
 * Starts a broker, a registry and PostgreSQL that outlive this process, unless they run already, and resolves with their
 * addresses once all answer. `downServices` stops them. Data and, where they are still free, ports are those of the last
 * start. Throws OU1107, OU1204 to OU1207, OU1210 to OU1212 and OU1219 to OU1221, with nothing left running.
 */
export const upServices = async (options: UpOptions): Promise<ServiceAddresses> => {
  mkdirSync(options.dataDir, { recursive: true })
  const dataDir = realpathSync(options.dataDir)
  const { log } = options
  const registry = registryOf(dataDir, options.registry)
  if ((await runningServices(dataDir)) !== undefined) {
    if (await allAnswer(dataDir)) {
      log(`already running in ${dataDir}`)
      return readServicesRecord(dataDir)!.addresses
    }
    log('a service does not answer: stopping all, to start them again')
    await downServices({ dataDir, log })
  }
  findJava()
  await fetchKafka({ cacheDir: userCacheFolder(), log })
  if (registry === 'apicurio') await prepareApicurio(log)
  log(`starting Kafka, the schema registry and PostgreSQL in ${dataDir}`)
  await startKeeper({ ...options, dataDir }, registry)
  return readServicesRecord(dataDir)!.addresses
}
