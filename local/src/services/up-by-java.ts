import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { ERRORS, OrderUpError } from '@order-up/contracts'
import { userCacheFolder } from '../kafka/cache-folder.ts'
import { fetchKafka } from '../kafka/fetch-kafka.ts'
import { findJava } from '../kafka/java.ts'
import { prepareApicurio } from '../registry/start-apicurio.ts'
import type { KeeperMessage } from './keeper-message.ts'
import type { RegistryName } from './service-addresses.ts'
import { KEEPER_FILE, type KeptRecord, readServicesRecord, servicePaths } from './services-record.ts'

export interface UpByJava {
  readonly dataDir: string
  readonly registry?: RegistryName
  readonly log: (line: string) => void
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
const untilReady = (keeper: ChildProcess, { log, signal, dataDir }: UpByJava): Promise<void> =>
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

const startKeeper = async (options: UpByJava, registry: RegistryName): Promise<void> => {
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
export const registryOf = (dataDir: string, wanted: RegistryName | undefined): RegistryName => {
  const record = readServicesRecord(dataDir) as KeptRecord | undefined
  if (record === undefined) return wanted ?? 'local'
  const { registry = 'local' } = record
  if (wanted !== undefined && wanted !== registry)
    throw new OrderUpError('OU1107', { detail: `${dataDir} has ${registry}` })
  return registry
}

/**
 * Starts the services in a process of ours that outlives this one. Throws OU1107, OU1204 to OU1207, OU1210 to OU1212 and
 * OU1219 to OU1221, with nothing left running.
 */
export const upByJava = async (options: UpByJava): Promise<void> => {
  const { dataDir, log } = options
  const registry = registryOf(dataDir, options.registry)
  findJava()
  await fetchKafka({ cacheDir: userCacheFolder(), log })
  if (registry === 'apicurio') await prepareApicurio(log)
  log(`starting Kafka, the schema registry and PostgreSQL in ${dataDir}`)
  await startKeeper(options, registry)
}
