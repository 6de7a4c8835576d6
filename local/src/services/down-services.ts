import { existsSync, realpathSync, rmdirSync, rmSync } from 'node:fs'
import { composeDown, runningContainers } from '../docker/compose.ts'
import { needDocker } from '../docker/find-docker.ts'
import { findLocalKafka } from '../kafka/start-local-kafka.ts'
import { stopProcess } from '../kafka/stop-process.ts'
import { serverHome } from '../postgres/server-home.ts'
import { serverUser } from '../postgres/server-user.ts'
import {
  type ComposedRecord,
  isKept,
  type KeptRecord,
  readServicesRecord,
  type ServicesRecord,
  servicePaths,
} from './services-record.ts'

export interface DownOptions {
  readonly dataDir: string
  /** Removes the data too. */
  readonly wipe?: boolean
  readonly log: (line: string) => void
  /** Gives up on Docker, which may never answer; nothing is forgotten then. */
  readonly signal?: AbortSignal
}

/** What there was to stop. */
export type DownOutcome = 'stopped' | 'not running' | 'never started'

/** A broker that stops properly takes a few seconds, and is killed after ten. */
const PATIENCE_MS = 20_000

/** Removes what `up` made, and the folder where nothing else lies in it. */
const wipeData = (dataDir: string, { way }: ServicesRecord): void => {
  const paths = servicePaths(dataDir)
  const homes = way === 'docker' ? [] : [serverHome(paths.postgres, serverUser())]
  for (const path of [...homes, ...Object.values(paths)]) rmSync(path, { recursive: true, force: true })
  try {
    rmdirSync(dataDir)
  } catch {
    // Something of the user's lies in it.
  }
}

type Stopping = DownOptions & { readonly wipe: boolean }

/** Containers of the project, and no others; at the Docker engine that started them. */
const downByDocker = async (record: ComposedRecord, { wipe, log, signal }: Stopping): Promise<DownOutcome> => {
  await needDocker({ host: record.host, signal })
  const { size } = await runningContainers(record, signal)
  await composeDown(record, wipe, { log, signal })
  return size === 0 ? 'not running' : 'stopped'
}

/** The very process of the record, whose command line names our program and the folder. */
const downByJava = async (record: KeptRecord, { dataDir, log }: Stopping): Promise<DownOutcome> => {
  const runs = await isKept(dataDir, record)
  if (runs) await stopProcess(record.keeper, PATIENCE_MS)
  // Left behind by a keeper that was killed; PostgreSQL ends by itself then.
  const orphan = await findLocalKafka(servicePaths(dataDir).kafka)
  if (orphan !== undefined) {
    log(`stopping a broker that was left behind (process ${orphan.pid})`)
    await orphan.stop()
  }
  return runs || orphan !== undefined ? 'stopped' : 'not running'
}

/**
 * Stops the services that `upServices` started in the folder, the way they were started, and nothing else. Throws
 * OU1222 where they are Docker's and it does not answer, OU1223 where it fails.
 */
export const downServices = async (options: DownOptions): Promise<DownOutcome> => {
  const { dataDir: given, wipe = false } = options
  const dataDir = existsSync(given) ? realpathSync(given) : given
  const record = readServicesRecord(dataDir)
  if (record === undefined) return 'never started'
  const stopping = { ...options, dataDir, wipe }
  const outcome = record.way === 'docker' ? await downByDocker(record, stopping) : await downByJava(record, stopping)
  if (wipe) wipeData(dataDir, record)
  return outcome
}
