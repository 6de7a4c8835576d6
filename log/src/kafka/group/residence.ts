import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Where an instance runs. */
export interface Residence {
  /** Processes of one machine, and of one container on it, see each other's ids. */
  readonly machine: string
  readonly pid: number
  /** Tells a process from a later one with the same id. */
  readonly life: string
}

/** What a Linux says of itself; elsewhere nothing. */
const said = (say: () => string): string => {
  try {
    return say()
  } catch {
    return ''
  }
}

const machine = (): string => {
  const boot = said(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
  const processes = said(() => readlinkSync('/proc/self/ns/pid'))
  return createHash('sha256').update([hostname(), boot, processes].join()).digest('hex').slice(0, 16)
}

/** Where this process runs. */
export const RESIDENCE: Residence = { machine: machine(), pid: process.pid, life: randomUUID() }

/** Whether a process of this machine lives; what cannot be known counts as life. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** True where a resident is known to be dead: a process of this very machine whose id nobody has, or somebody else. */
export const isDead = (resident: Residence, here: Residence, alive: (pid: number) => boolean): boolean =>
  resident.machine === here.machine &&
  resident.life !== here.life &&
  (resident.pid === here.pid || !alive(resident.pid))
