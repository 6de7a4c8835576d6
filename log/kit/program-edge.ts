import { type ClaimedTask, OrderUpError, wholeCopy } from '@order-up/contracts'

/** What a program that `startProgram` has started shares with whoever did: lines, signals, an exit code. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Ends at once, as the kernel ends a process that is out of memory. */
export const die = (): void => void process.kill(process.pid, 'SIGKILL')

/**
 * Runs to the end and exits: with 0, with the code of the error, or with 70. SIGTERM fires the signal. Dies with whoever
 * holds the other end of standard input.
 */
export const runToExit = (run: (signal: AbortSignal) => Promise<void>): void => {
  const stop = new AbortController()
  process.once('SIGTERM', () => stop.abort())
  process.stdin.resume().once('end', die)
  run(stop.signal).then(
    () => process.exit(0),
    (error: unknown) => {
      say(`ended: ${error instanceof Error ? error.stack : String(error)}`)
      process.exit(error instanceof OrderUpError ? error.exitCode : 70)
    },
  )
}

/** The number that a task's state holds, under whatever key; 0 where there is none. */
export const restoredNumber = async (task: ClaimedTask): Promise<number> => {
  let number = 0
  await task.restore(
    wholeCopy((_, value) => {
      number = Number(value)
    }),
  )
  return number
}
