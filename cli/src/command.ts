import type { Environment, Resolved, Settings } from './config/setting.ts'
import type { Terminal } from './terminal/terminal.ts'

/** What a command is given beside its settings. */
export interface CommandContext {
  readonly terminal: Terminal
  /** What relative paths are relative to. */
  readonly folder: string
  /** Addresses and secrets of services; everything else is a setting. */
  readonly environment: Environment
  /** Values of order-up.config.json, by key. */
  readonly file: ReadonlyMap<string, string>
  /** Hides a secret in everything printed from now on. */
  readonly hide: (secret: string | undefined) => void
  /** Fires when the user or the system wants the command to end; it cleans up and returns. */
  readonly signal: AbortSignal
}

/** A positional argument; all of a command's are required. */
export interface Argument {
  readonly name: string
  readonly about: string
  readonly choices?: readonly string[]
  readonly path?: 'file' | 'folder'
}

export interface Example {
  readonly line: string
  readonly does: string
}

/** A command as the command line, its help and its completion know it. */
export interface CommandDefinition<S extends Settings> {
  /** The words that call it. */
  readonly words: readonly string[]
  readonly summary: string
  readonly examples: readonly Example[]
  readonly arguments: readonly Argument[]
  readonly settings: S
  /** A stop by signal is how it normally ends: its exit code is then its own, not that of the signal. */
  readonly endsBySignal?: boolean
  /** Resolves to the exit code; `args` are the positional arguments in order. Throws OrderUpError. */
  readonly run: (settings: Resolved<S>, context: CommandContext, args: readonly string[]) => Promise<number>
}

// biome-ignore lint/suspicious/noExplicitAny: a command with settings of any names and types
export type AnyCommand = CommandDefinition<any>

/** A command definition with its settings' types worked out. */
export const defineCommand = <S extends Settings>(definition: CommandDefinition<S>): CommandDefinition<S> => definition
