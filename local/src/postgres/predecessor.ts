import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OrderUpError } from '@order-up/contracts'
import { findProcess, type LiveProcess } from './process-table.ts'

const OWNER = /order_up_(\d+)_(\d+)/

/** Server name that tells which run a server belongs to; it shows in its command line. */
export const ownerName = (run: LiveProcess): string => `order_up_${run.pid}_${run.start}`

/** The run that a server belongs to, while it lives. */
const liveOwner = async (server: LiveProcess): Promise<LiveProcess | undefined> => {
  const [, pid, start] = OWNER.exec(server.command) ?? []
  const owner = pid === undefined ? undefined : await findProcess(Number(pid))
  return owner?.start === start ? owner : undefined
}

const pidFile = (folder: string): string => join(folder, 'postmaster.pid')

/** The server that runs on the cluster in `folder`: the process of its pid file, if that is what it says. */
const liveServer = async (folder: string): Promise<LiveProcess | undefined> => {
  if (!existsSync(pidFile(folder))) return undefined
  const server = await findProcess(Number.parseInt(readFileSync(pidFile(folder), 'utf8'), 10))
  return server?.command.includes(`-D ${folder} `) ? server : undefined
}

const WAIT_MS = 10

/** Interrupts an orphan (a fast shutdown), then quits it; true when it is gone. */
const stopOrphan = async (server: LiveProcess): Promise<boolean> => {
  for (const [signal, patienceMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    process.kill(server.pid, signal)
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += WAIT_MS) {
      if ((await findProcess(server.pid))?.start !== server.start) return true
      await sleep(WAIT_MS)
    }
  }
  return false
}

/**
 * Says in a pid file that was left behind that its process is our own, which PostgreSQL knows to be no server: the id
 * in it may by now be that of any program. What else it holds keeps protecting the cluster from stray workers.
 */
const disownPidFile = (folder: string): void => {
  if (existsSync(pidFile(folder)))
    writeFileSync(pidFile(folder), readFileSync(pidFile(folder), 'utf8').replace(/^\d+/, String(process.pid)))
}

/**
 * Makes way for a new server on the cluster in `folder`. A server whose run was killed is stopped; a process that is no
 * server of this cluster is never touched. Throws OU1206 where a live run, or a server that is not ours, holds it.
 */
export const settlePredecessor = async (folder: string, log: (line: string) => void): Promise<void> => {
  const server = await liveServer(folder)
  if (server !== undefined) {
    const owner = await liveOwner(server)
    const ours = OWNER.test(server.command)
    if (owner !== undefined || !ours)
      throw new OrderUpError('OU1206', { detail: owner ? `process ${owner.pid}` : `PostgreSQL, process ${server.pid}` })
    log(`stopping the server of a run that was killed (process ${server.pid})`)
    if (!(await stopOrphan(server))) throw new OrderUpError('OU1206', { detail: `process ${server.pid} does not end` })
  }
  disownPidFile(folder)
}
