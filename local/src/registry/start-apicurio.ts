import { execFile } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { OrderUpError } from '@order-up/contracts'
import { freePort } from '../free-port.ts'
import { userCacheFolder } from '../kafka/cache-folder.ts'
import { findJava } from '../kafka/java.ts'
import { fetchOnce } from '../maven/fetch-once.ts'
import { spawnTethered } from '../postgres/tethered-process.ts'
import type { LocalRegistry, LocalRegistryOptions } from './start-local-registry.ts'

const VERSION = '3.3.3'
const ARTIFACT = `io.apicurio:apicurio-registry-app:${VERSION}:tar.gz:all`
/** Where it speaks as Confluent's registry does. */
const PATH = '/apis/ccompat/v7'
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
const LAST_LINES = 5

/** Unfolds the archive in the folder, and removes it. */
const unpack = async (folder: string): Promise<void> => {
  const archive = join(folder, `apicurio-registry-app-${VERSION}-all.tar.gz`)
  try {
    await promisify(execFile)('tar', ['-xzf', archive, '-C', folder])
  } catch (cause) {
    throw new OrderUpError('OU1220', { detail: (cause as Error).message, cause })
  }
  rmSync(archive)
}

/** Finds the Java that it needs (OU1219) and fetches it where it is not there yet (OU1220); resolves with both places. */
export const prepareApicurio = async (log: (line: string) => void) => {
  const java = findJava({ oldest: 21, code: 'OU1219' })
  const folder = await fetchOnce({
    folder: join(userCacheFolder(), `apicurio-${VERSION}`),
    what: `Apicurio Registry ${VERSION} (about 160 MB)`,
    goal: (into) => ['dependency:copy', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${into}`],
    unpack,
    code: 'OU1220',
    log,
  })
  return { java, folder }
}

/** Its settings: on this machine alone, a file of its own; what it has answered is on disk (WRITE_DELAY=0). */
const settings = (dataDir: string, port: number, management: number): readonly string[] =>
  Object.entries({
    'quarkus.http.host': '127.0.0.1',
    'quarkus.http.port': port,
    'quarkus.management.host': '127.0.0.1',
    'quarkus.management.port': management,
    'apicurio.storage.sql.kind': 'h2',
    'apicurio.datasource.url': `jdbc:h2:file:${join(resolve(dataDir), 'schemas')};WRITE_DELAY=0`,
    'apicurio.datasource.jdbc.initial-size': 2,
    'apicurio.datasource.jdbc.min-size': 2,
  }).map(([name, value]) => `-D${name}=${value}`)

/**
 * Starts Apicurio Registry in a process that ends with this one. Throws OU1219 (no Java 21), OU1220 (cannot be fetched),
 * OU1221 (did not start).
 */
export const startApicurio = async ({ dataDir, port: wished, log }: LocalRegistryOptions): Promise<LocalRegistry> => {
  const { java, folder } = await prepareApicurio(log)
  const port = await freePort(wished)
  mkdirSync(dataDir, { recursive: true })
  const args = [...JVM, ...settings(dataDir, port, await freePort()), '-jar', join(folder, 'quarkus-run.jar')]
  const program = spawnTethered({ command: java, args, cwd: resolve(dataDir), user: undefined, log: () => {} })
  if (!(await program.said('Listening on:')))
    throw new OrderUpError('OU1221', { detail: program.tail.slice(-LAST_LINES).join('\n') })
  const url = `http://127.0.0.1:${port}${PATH}`
  log(`Apicurio Registry at ${url}`)
  return { url, stop: () => program.interrupt() }
}
