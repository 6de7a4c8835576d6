import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { type ErrorCode, OrderUpError } from '@order-up/contracts'
import { POM_FILE } from '../kafka/kafka-files.ts'

export interface FetchOnce {
  /** Where it lies once it has been fetched. */
  readonly folder: string
  /** What is fetched and how large it is, for the log. */
  readonly what: string
  /** What Maven is to do, given the folder to fill. */
  readonly goal: (folder: string) => readonly string[]
  /** What is to be done with the files before they are of use. */
  readonly unpack?: (folder: string) => Promise<void>
  /** Thrown where Maven is missing or fails. */
  readonly code: ErrorCode
  /** Told of the progress, a line at a time. */
  readonly log: (line: string) => void
}

/** Lines that Maven prints for each finished download end in the file's name, its size and the speed. */
const DOWNLOADED = /Downloaded from .*\/([^/ ]+\.(?:jar|tar\.gz)) \(([\d.]+ [kM]?B)/
const LAST_LINES = 5

const runMaven = (folder: string, { goal, code, log }: FetchOnce): Promise<void> =>
  new Promise((resolve, reject) => {
    const failed = (detail: string, cause?: unknown): void => reject(new OrderUpError(code, { detail, cause }))
    const maven = spawn('mvn', ['-B', '-f', POM_FILE, ...goal(folder)], { stdio: ['ignore', 'pipe', 'pipe'] })
    const errors: string[] = []
    createInterface({ input: maven.stdout }).on('line', (line) => {
      const [, file, size] = DOWNLOADED.exec(line) ?? []
      if (file !== undefined) log(`fetched ${file} (${size})`)
      else if (line.startsWith('[ERROR]')) errors.push(line)
    })
    maven.stderr.resume()
    maven.once('error', (cause) => failed('mvn does not run', cause))
    maven.once('close', (exit) =>
      exit === 0 ? resolve() : failed(errors.slice(0, LAST_LINES).join('\n') || 'mvn failed'),
    )
  })

/**
 * Fetches something from Maven Central where it is not there yet; resolves with its folder. The folder appears as a whole:
 * a fetch that is cut off leaves none.
 */
export const fetchOnce = async (options: FetchOnce): Promise<string> => {
  const { folder, what, log } = options
  if (existsSync(folder)) return folder
  log(`fetching ${what} into ${folder}, once`)
  const making = `${folder}.new-${process.pid}`
  mkdirSync(making, { recursive: true })
  try {
    await runMaven(making, options)
    await options.unpack?.(making)
    if (!existsSync(folder)) renameSync(making, folder)
    return folder
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
}
