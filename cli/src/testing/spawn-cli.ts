import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Environment } from '../config/setting.ts'
import type { Captured } from './capture-cli.ts'

const PROGRAM = fileURLToPath(new URL('../../../bin/order-up.js', import.meta.url))

export interface SpawnedCli {
  readonly child: ChildProcess
  /** Everything that a stream has said, as soon as that holds `text`, or when the stream ends. */
  said(stream: 'stdout' | 'stderr', text: string): Promise<string>
  /** What it printed and how it ended; an exit code of -1 stands for a signal that nothing handled. */
  readonly ended: Promise<Captured>
}

export interface SpawnOptions {
  /** On top of the environment of this process, without what configures order-up. */
  readonly environment?: Environment
  readonly folder?: string
}

const CONFIGURES = /^(ORDER_UP_.*|PG.*|DATABASE_URL.*|NODE_OPTIONS|CI|NO_COLOR|FORCE_COLOR)$/

/** The environment of this process without what would configure order-up. */
const cleanEnvironment = (): Environment =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !CONFIGURES.test(name)))

/** Starts the real program in a process of its own. */
export const spawnCli = (words: readonly string[], options: SpawnOptions = {}): SpawnedCli => {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: options.folder,
    env: { ...cleanEnvironment(), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text
    })
  const ended = once(child, 'close').then(([code]) => ({ exitCode: (code as number | null) ?? -1, ...texts }))
  return {
    child,
    ended,
    async said(stream, text) {
      while (!texts[stream].includes(text) && child[stream].readable)
        await Promise.race([once(child[stream], 'data'), ended])
      return texts[stream]
    },
  }
}
