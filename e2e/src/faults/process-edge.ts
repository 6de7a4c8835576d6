import { setTimeout as delay } from 'node:timers/promises'
import { OrderUpError } from '@order-up/contracts'

/** What every process of a round shares with the one that steers it: lines, timers, an exit code. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

export const clock = {
  nowMs: Date.now,
  sleep: async (ms: number, signal: AbortSignal): Promise<void> => {
    if (!signal.aborted) await delay(ms, undefined, { signal }).catch(() => {})
  },
}

/** Ends at once, as the kernel ends a process that is out of memory. */
export const die = (): void => void process.kill(process.pid, 'SIGKILL')

/** Runs to the end and exits: 0, the code of the error, or 70. Dies with whoever holds the other end of standard input. */
export const runToExit = (run: (signal: AbortSignal) => Promise<void>): void => {
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  process.stdin.once('end', die)
  run(stop.signal).then(
    () => process.exit(0),
    (error: unknown) => {
      say(`ended: ${error instanceof Error ? error.stack : String(error)}`)
      process.exit(error instanceof OrderUpError ? error.exitCode : 70)
    },
  )
}
