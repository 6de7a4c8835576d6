import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for temporary data of its own, so that a test sees everything that a run leaves behind. */
export interface LocalFolder {
  readonly path: string
  /** What lies in it. */
  entries(): readonly string[]
  /** Command lines of live processes that name it. */
  processes(): readonly string[]
}

const commandLines = (): readonly string[] => {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => !line.startsWith('ps '))
}

/** Makes a folder that the user of a database server may pass through; whoever makes it removes it. */
export const makeLocalFolder = (): LocalFolder & { remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'order-up-test-'))
  chmodSync(path, 0o711)
  return {
    path,
    entries: () => readdirSync(path),
    processes: () => commandLines().filter((line) => line.includes(path)),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** Calls `use` with such a folder that is gone afterwards. */
export const inLocalFolder = async <T>(use: (folder: LocalFolder) => Promise<T>): Promise<T> => {
  const folder = makeLocalFolder()
  try {
    return await use(folder)
  } finally {
    folder.remove()
  }
}
