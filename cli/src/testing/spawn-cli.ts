import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../config/setting.ts'
import type { Captured } from './capture-cli.ts'

const PROGRAM = fileURLToPath(new URL('../../../bin/order-up.js', import.meta.url))

export interface SpawnedCli {
  readonly child: ChildProcess
  /** What it printed and how it ended; an exit code of -1 stands for a signal that nothing handled. */
  readonly ended: Promise<Captured>
}

export interface SpawnOptions {
  /** On top of the environment of this process, without what configures order-up. */
  readonly environment?: Environment
  readonly folder?: string
}

const isOurs = (name: string): boolean =>
  /^(ORDER_UP_|PG|DATABASE_URL|NODE_OPTIONS|CI$|NO_COLOR$|FORCE_COLOR$)/.test(name)

/** The environment of this process without what would configure order-up. */
const cleanEnvironment = (): Environment =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)))

/** Starts the real program in a process of its own. */
export const spawnCli = (words: readonly string[], options: SpawnOptions = {}): SpawnedCli => {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: options.folder,
    env: { ...cleanEnvironment(), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text
  })
  const ended = once(child, 'close').then(([code]) => ({ exitCode: (code as number | null) ?? -1, ...texts }))
  return { child, ended }
}
