import type { ErrorCode } from '@order-up/contracts'

/** Environment variables as a process is given them. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * One thing a user can set. Its names follow from its name in the command: `dataDir` is `--data-dir`, and where it is
 * `lasting` also ORDER_UP_DATA_DIR and `dataDir` in order-up.config.json.
 */
export interface Setting<T> {
  /** What `--help` says about it. */
  readonly about: string
  /** Placeholder of its value in `--help`; a switch, which is given or not, has none. */
  readonly placeholder?: string
  /** What a valid value is, completing "must be …". */
  readonly expects: string
  /** The value of a text; undefined where it is not valid. */
  readonly parse: (text: string) => T | undefined
  readonly fallback: T
  /** Whether it can be set for good, by environment or file; otherwise by flag only. */
  readonly lasting: boolean
  /** The values there are, where they can be listed. */
  readonly choices?: readonly string[]
  /** Whether its value is a path, for completion. */
  readonly path?: 'file' | 'folder'
  /** Error code of a value that is not valid; default OU1002. */
  readonly code?: ErrorCode
}

// biome-ignore lint/suspicious/noExplicitAny: a record of settings of any value types
export type Settings = Readonly<Record<string, Setting<any>>>

/** The value of each setting, resolved. */
export type Resolved<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : never
}

const kebab = (name: string, separator: string): string =>
  name.replace(/[A-Z]/g, (letter) => `${separator}${letter.toLowerCase()}`)

/** `--data-dir` of `dataDir`. */
export const flagOf = (name: string): string => `--${kebab(name, '-')}`

/** `ORDER_UP_DATA_DIR` of `dataDir`. */
export const variableOf = (name: string): string => `ORDER_UP_${kebab(name, '_').toUpperCase()}`
