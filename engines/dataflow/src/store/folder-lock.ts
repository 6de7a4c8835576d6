import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'

const PREFIX = 'lock-'

/** Locks of this process. One of its name that is not among them was left by another: in a container ids come again. */
const held = new Set<string>()

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** False where whoever made a lock is gone; of another host nobody here can tell. */
const isHeld = (lock: string): boolean => {
  const at = lock.lastIndexOf('-')
  return lock.slice(PREFIX.length, at) !== hostname() || isAlive(Number(lock.slice(at + 1)))
}

/**
 * Locks a folder, until the function that it returns is called; undefined where another process holds it. Everyone makes a
 * lock of its own before it looks for others': of two of a host that come at the same moment none has the folder, never both.
 */
export const lockFolder = (folder: string): (() => void) | undefined => {
  const own = `${PREFIX}${hostname()}-${process.pid}`
  const file = resolve(folder, own)
  if (held.has(file)) return undefined
  writeFileSync(file, '')
  const others = readdirSync(folder).filter((name) => name.startsWith(PREFIX) && name !== own)
  if (others.some(isHeld)) {
    rmSync(file, { force: true })
    return undefined
  }
  for (const other of others) rmSync(join(folder, other), { force: true })
  held.add(file)
  return () => {
    held.delete(file)
    rmSync(file, { force: true })
  }
}
