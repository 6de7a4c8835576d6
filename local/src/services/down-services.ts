import { existsSync, realpathSync, rmdirSync, rmSync } from 'node:fs'
import { findLocalKafka } from '../kafka/start-local-kafka.ts'
import { stopProcess } from '../kafka/stop-process.ts'
import { serverHome } from '../postgres/server-home.ts'
import { serverUser } from '../postgres/server-user.ts'
import { readServicesRecord, runningServices, servicePaths } from './services-record.ts'

export interface DownOptions {
  readonly dataDir: string
  /** Removes the data too. */
  readonly wipe?: boolean
  readonly log: (line: string) => void
}

/** What there was to stop. */
export type DownOutcome = 'stopped' | 'not running' | 'never started'

/** A broker that stops properly takes a few seconds, and is killed after ten. */
const PATIENCE_MS = 20_000

/** Removes what `up` made, and the folder where nothing else lies in it. */
const wipeData = (dataDir: string): void => {
  const paths = servicePaths(dataDir)
  for (const path of [serverHome(paths.postgres, serverUser()), ...Object.values(paths)])
    rmSync(path, { recursive: true, force: true })
  try {
    rmdirSync(dataDir)
  } catch {
    // Something of the user's lies in it.
  }
}

/**
 * Stops the services that `upServices` started in the folder, and no other process: the process must be the very one of
 * the record, and its command line name our program and the folder.
 */
export const downServices = async ({ dataDir: given, wipe = false, log }: DownOptions): Promise<DownOutcome> => {
  const dataDir = existsSync(given) ? realpathSync(given) : given
  if (readServicesRecord(dataDir) === undefined) return 'never started'
  const running = await runningServices(dataDir)
  if (running !== undefined) await stopProcess(running.keeper, PATIENCE_MS)
  // Left behind by a keeper that was killed; PostgreSQL ends by itself then.
  const orphan = await findLocalKafka(servicePaths(dataDir).kafka)
  if (orphan !== undefined) {
    log(`stopping a broker that was left behind (process ${orphan.pid})`)
    await orphan.stop()
  }
  if (wipe) wipeData(dataDir)
  return running === undefined && orphan === undefined ? 'not running' : 'stopped'
}
