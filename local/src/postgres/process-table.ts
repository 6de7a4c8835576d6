import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A live process. Its id is given to others later; id and start together never are. */
export interface LiveProcess {
  readonly pid: number
  /** When it started, in a unit of the system's own. */
  readonly start: string
  /** Its command line. */
  readonly command: string
}

const run = promisify(execFile)

const fromProc = async (pid: number): Promise<LiveProcess | undefined> => {
  const [stat, command] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ])
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return state === 'Z' ? undefined : { pid, start: fields[18]!, command: command.replaceAll('\0', ' ') }
}

const fromPs = async (pid: number): Promise<LiveProcess | undefined> => {
  const { stdout } = await run('ps', ['-o', 'lstart=,command=', '-ww', '-p', String(pid)], {
    env: { ...process.env, LC_ALL: 'C' },
  })
  const [start, command] = [stdout.slice(0, 24), stdout.slice(24).trim()]
  return { pid, start: String(Date.parse(start)), command }
}

/** The live process with this id, or undefined; from /proc where there is one, else from `ps`. */
export const findProcess = async (pid: number): Promise<LiveProcess | undefined> => {
  const find = process.platform === 'linux' ? fromProc : fromPs
  return find(pid).catch(() => undefined)
}
