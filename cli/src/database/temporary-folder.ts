import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'order-up-demo-'

/** The process that made a folder of ours. */
const makerOf = (name: string): number => Number(/^order-up-demo-(\d+)-/.exec(name)?.[1])

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return false
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/**
 * A new folder for temporary data, which the user that a database server runs as may pass through. Folders of runs that
 * were killed before they could remove theirs are removed now.
 */
export const makeTemporaryFolder = (): string => {
  const leftBehind = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX) && isGone(makerOf(name)))
  for (const name of leftBehind) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o711)
  return folder
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
