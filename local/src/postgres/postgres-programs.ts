import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { completePackage, copyPackage, npmPostgres } from './npm-programs.ts'
import { asUser, canEnter, type ServerUser } from './server-user.ts'

/** PostgreSQL on this machine, seen to run. */
export interface PostgresPrograms {
  /** Folder of `initdb` and `postgres`. */
  readonly bin: string
  /** Such as 18.4. */
  readonly version: string
  readonly major: number
}

export interface ProgramSearch {
  readonly user: ServerUser | undefined
  /** Where a package that cannot be run in place may be copied to; `user` can enter it. */
  readonly copyTo: string
  /** Only this major version will do: that of the cluster to be started. */
  readonly major?: number
}

/** Where packagers put PostgreSQL: folders that hold one folder a version, each with `bin`. */
const INSTALLED_UNDER = [
  { parent: '/usr/lib/postgresql', child: /^\d+$/ },
  { parent: '/usr', child: /^pgsql-\d+$/ },
  { parent: '/opt/homebrew/opt', child: /^postgresql(@\d+)?$/ },
  { parent: '/usr/local/opt', child: /^postgresql(@\d+)?$/ },
]

const newestFirst = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true })

const packaged = ({ parent, child }: (typeof INSTALLED_UNDER)[number]): string[] =>
  existsSync(parent)
    ? readdirSync(parent)
        .filter((name) => child.test(name))
        .sort(newestFirst)
        .map((name) => join(parent, name, 'bin'))
    : []

/** Folders that may hold an installed PostgreSQL: of PATH, of `pg_config`, of the packagers. */
const installedFolders = (): string[] => {
  const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' })
  return [
    ...(process.env.PATH ?? '').split(delimiter),
    ...(stdout ? [stdout.trim()] : []),
    ...INSTALLED_UNDER.flatMap(packaged),
  ]
}

/** The programs in `bin`, if `user` can run them. */
const programsIn = (bin: string, user: ServerUser | undefined): PostgresPrograms | undefined => {
  if (bin === '' || !existsSync(join(bin, 'initdb')) || !existsSync(join(bin, 'postgres'))) return undefined
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { ...asUser(user), cwd: '/', encoding: 'utf8' })
  const version = /\(PostgreSQL\) ((\d+)\S*)/.exec(stdout ?? '')
  return version === null ? undefined : { bin, version: version[1]!, major: Number(version[2]) }
}

/** Oldest PostgreSQL that is tried. */
const OLDEST_MAJOR = 15

/**
 * PostgreSQL from npm where its programs run, else an installed one, else that from npm copied to where `user` can run
 * it (a package below a closed home folder, or in a folder that cannot be written). Undefined where there is none.
 */
export const findPrograms = ({ user, copyTo, major }: ProgramSearch): PostgresPrograms | undefined => {
  const npm = npmPostgres()
  const complete = npm !== undefined && completePackage(npm.root)
  const fits = (programs: PostgresPrograms | undefined): programs is PostgresPrograms =>
    programs !== undefined && (major === undefined ? programs.major >= OLDEST_MAJOR : programs.major === major)
  const places: readonly (() => string[])[] = [
    () => (complete ? [join(npm.root, 'native/bin')] : []),
    installedFolders,
    () => (npm && !(complete && canEnter(npm.root, user)) ? [join(copyPackage(npm, copyTo), 'native/bin')] : []),
  ]
  for (const place of places)
    for (const bin of place()) {
      const programs = programsIn(bin, user)
      if (fits(programs)) return programs
    }
  return undefined
}
