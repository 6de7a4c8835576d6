import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, type ProcessMark } from './broker-record.ts'

const POLL_MS = 50

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself.
  }
}

/** Asks a process to end (SIGTERM), ends it (SIGKILL) where it has not after `patienceMs`, and waits until it is gone. */
export const stopProcess = async (mark: ProcessMark, patienceMs = 10_000): Promise<void> => {
  if (!(await isAlive(mark))) return
  signal(mark.pid, 'SIGTERM')
  const deadline = performance.now() + patienceMs
  while (await isAlive(mark)) {
    if (performance.now() > deadline) signal(mark.pid, 'SIGKILL')
    await sleep(POLL_MS)
  }
}
