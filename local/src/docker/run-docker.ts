import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { OrderUpError } from '@order-up/contracts'

export interface DockerCall {
  readonly args: readonly string[]
  /** Address of the engine; that of the environment or of the current context where none is given. */
  readonly host?: string | undefined
  /** Variables on top of ours. */
  readonly environment?: Readonly<Record<string, string>>
  /** Told of each line on its standard error. */
  readonly log?: (line: string) => void
  /** Interrupts it. */
  readonly signal?: AbortSignal | undefined
  /** How long it may take to heed that before it is killed; ten seconds where it is not said. */
  readonly heedMs?: number
}

/** What a call of docker came to. */
export interface DockerAnswer {
  readonly ok: boolean
  readonly stdout: string
  /** The last lines that it wrote to its standard error. */
  readonly lastLines: string
}

const LAST_LINES = 5
const HEED_MS = 10_000

const environmentOf = ({ host, environment = {} }: DockerCall): NodeJS.ProcessEnv => {
  const { DOCKER_CONTEXT, ...rest } = process.env
  return host === undefined ? { ...process.env, ...environment } : { ...rest, DOCKER_HOST: host, ...environment }
}

/** Signals docker and the plugin that it runs, as a terminal does. */
const signalAll = ({ pid, exitCode, signalCode }: ChildProcess, name: NodeJS.Signals): void => {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch {
    // It has ended by itself.
  }
}

/** Interrupts it, and kills it where it does not heed that. */
const interrupt = (child: ChildProcess, heedMs: number): void => {
  signalAll(child, 'SIGINT')
  setTimeout(() => signalAll(child, 'SIGKILL'), heedMs).unref()
}

/** The last lines of its standard error, once that has ended. */
const follow = async (child: ChildProcess, log: (line: string) => void): Promise<string> => {
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stderr! })) {
    if (line.trim() === '') continue
    log(line.trim())
    lines.push(line.trim())
    if (lines.length > LAST_LINES) lines.shift()
  }
  return lines.join('\n')
}

/**
 * Runs docker's program in a process group of its own, so that an interrupt typed at our terminal reaches us alone. How
 * it ends is a value; throws OU1222 where there is no such program, and the signal's reason where that interrupts it.
 */
export const runDocker = async (call: DockerCall): Promise<DockerAnswer> => {
  const { args, log = () => {}, signal, heedMs = HEED_MS } = call
  signal?.throwIfAborted()
  const stdio = ['ignore', 'pipe', 'pipe'] as const
  const options = { env: environmentOf(call), detached: process.platform !== 'win32', windowsHide: true }
  const child = spawn('docker', args, { ...options, stdio: [...stdio] })
  const onAbort = (): void => interrupt(child, heedMs)
  signal?.addEventListener('abort', onAbort)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new OrderUpError('OU1222', { detail: 'docker does not run', cause })))
    child.once('close', resolve)
  })
  try {
    const [exit, stdout, lastLines] = await Promise.all([ended, text(child.stdout), follow(child, log)])
    signal?.throwIfAborted()
    return { ok: exit === 0, stdout: stdout.trim(), lastLines }
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}
