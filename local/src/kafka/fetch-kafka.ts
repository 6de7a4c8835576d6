import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { OrderUpError } from '@order-up/contracts'
import { KAFKA_VERSION, POM_FILE } from './kafka-files.ts'

export interface FetchOptions {
  readonly cacheDir: string
  /** Told of the progress, a line at a time. */
  readonly log: (line: string) => void
}

/** Lines that Maven prints for each finished download end in the file's name, its size and the speed. */
const DOWNLOADED_JAR = /Downloaded from .*\/([^/ ]+\.jar) \(([\d.]+ [kM]?B)/
const LAST_LINES = 5

/** Copies the jars into `folder`; rejects with OU1212 where Maven is missing or fails. */
const copyJars = (folder: string, log: FetchOptions['log']): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (detail: string, cause?: unknown): void => reject(new OrderUpError('OU1212', { detail, cause }))
    const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime']
    const maven = spawn('mvn', ['-B', '-f', POM_FILE, ...goal], { stdio: ['ignore', 'pipe', 'pipe'] })
    const errors: string[] = []
    createInterface({ input: maven.stdout }).on('line', (line) => {
      const [, jar, size] = DOWNLOADED_JAR.exec(line) ?? []
      if (jar !== undefined) log(`fetched ${jar} (${size})`)
      else if (line.startsWith('[ERROR]')) errors.push(line)
    })
    maven.stderr.resume()
    maven.once('error', (cause) => failed('mvn does not run', cause))
    maven.once('close', (code) =>
      code === 0 ? resolve() : failed(errors.slice(0, LAST_LINES).join('\n') || 'mvn failed'),
    )
  })

/**
 * The folder with Kafka's jars, fetched from Maven Central into the cache where they are not there yet. The folder
 * appears as a whole: a fetch that is cut off leaves none.
 */
export const fetchKafka = async ({ cacheDir, log }: FetchOptions): Promise<string> => {
  const folder = join(cacheDir, `kafka-${KAFKA_VERSION}`)
  if (existsSync(folder)) return folder
  log(`fetching Kafka ${KAFKA_VERSION} (about 55 MB) into ${folder}, once`)
  const making = `${folder}.new-${process.pid}`
  mkdirSync(making, { recursive: true })
  try {
    await copyJars(making, log)
    if (!existsSync(folder)) renameSync(making, folder)
    return folder
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
