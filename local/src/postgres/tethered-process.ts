import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { createInterface } from 'node:readline'
import { tethered } from '../tether.ts'
import { asUser, type ServerUser } from './server-user.ts'

export interface TetheredOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly user: ServerUser | undefined
  /** Receives each line that the program writes, on either stream. */
  readonly log: (line: string) => void
}

/** A program that ends with this process, even where this process is killed. */
export interface TetheredProcess {
  /** Resolves when the program has ended, with its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>
  /** The last lines that it wrote. */
  readonly tail: readonly string[]
  /** Resolves true when it writes a line that holds `text`, false when it ends without one. */
  said(text: string): Promise<boolean>
  /** Interrupts the program (SIGINT, for PostgreSQL a fast shutdown) and waits for its end. */
  interrupt(): Promise<void>
  /** Lets this process end without waiting for the program, which then ends too. */
  release(): void
}

const TAIL_LINES = 100

/** The lines of both streams of `child`, as `line` events. */
const linesOf = (child: ChildProcess): EventEmitter => {
  const lines = new EventEmitter()
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', (line) => lines.emit('line', line))
  return lines
}

/** Parts of `child` that keep this process from ending. */
const holders = (child: ChildProcess) =>
  [child, child.stdin, child.stdout, child.stderr] as unknown as readonly { ref(): void; unref(): void }[]

/**
 * Starts a program in a session of its own (an interrupt typed at our terminal reaches us alone) and ends it when this
 * process ends: at a return, a signal, an uncaught error or SIGKILL. Needs a POSIX shell.
 */
export const spawnTethered = ({ command, args, cwd, user, log }: TetheredOptions): TetheredProcess => {
  const [shell, words] = tethered('INT', [command, ...args])
  const child = spawn(shell, words, { ...asUser(user), cwd, detached: true })
  child.stdin.on('error', () => {})
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => child.stdin.end('\n'))
    child.once('close', resolve)
  })
  const tail: string[] = []
  const lines = linesOf(child).on('line', (line: string) => {
    tail.splice(0, tail.length - TAIL_LINES + 1)
    tail.push(line)
    log(line)
  })
  return {
    ended,
    tail,
    said: (text) =>
      new Promise((resolve, reject) => {
        lines.on('line', (line: string) => line.includes(text) && resolve(true))
        ended.then(() => resolve(false), reject)
      }),
    interrupt: async () => {
      for (const holder of holders(child)) holder.ref()
      child.kill('SIGINT')
      await ended
    },
    release: () => {
      for (const holder of holders(child)) holder.unref()
    },
  }
}
