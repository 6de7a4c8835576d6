import { Command, Option } from 'commander'
import type { AnyCommand } from './command.ts'
import { flagOf, type Setting, variableOf } from './config/setting.ts'
import { GROUPS } from './groups.ts'

/** A command that was called, with what the command line gave. */
export interface Call {
  readonly command: AnyCommand
  readonly flags: Readonly<Record<string, unknown>>
  readonly args: readonly string[]
}

const defaultNote = (fallback: unknown): string =>
  fallback === undefined || fallback === false ? '' : `default ${String(fallback)}`

const optionOf = (name: string, setting: Setting<unknown>): Option => {
  const flags = setting.placeholder === undefined ? flagOf(name) : `${flagOf(name)} ${setting.placeholder}`
  const notes = [defaultNote(setting.fallback), setting.lasting ? variableOf(name) : ''].filter((note) => note !== '')
  return new Option(flags, `${setting.about}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`)
}

const examplesText = (command: AnyCommand): string =>
  ['Examples:', ...command.examples.flatMap(({ line, does }) => [`  # ${does}`, `  ${line}`]), ''].join('\n')

const groupOf = (root: Command, words: readonly string[]): Command => {
  const [word, ...rest] = words
  if (word === undefined) return root
  const found = root.commands.find((command) => command.name() === word)
  const group =
    found ??
    root
      .command(word)
      .summary(GROUPS[word] ?? '')
      .description(GROUPS[word] ?? '')
  return groupOf(group, rest)
}

const addCommand = (root: Command, command: AnyCommand, called: (call: Call) => void): void => {
  const leaf = groupOf(root, command.words.slice(0, -1)).command(command.words.at(-1)!)
  leaf.summary(command.summary).description(command.summary).addHelpText('before', examplesText(command))
  for (const { name, about } of command.arguments) leaf.argument(`<${name}>`, about)
  for (const [name, setting] of Object.entries(command.settings))
    leaf.addOption(optionOf(name, setting as Setting<unknown>))
  leaf.action((...given: unknown[]) => {
    const args = given.slice(0, command.arguments.length) as string[]
    called({ command, args, flags: leaf.opts() })
  })
}

export interface ProgramOptions {
  readonly commands: readonly AnyCommand[]
  readonly version: string
  /** Where help and version go. */
  readonly print: (text: string) => void
  readonly called: (call: Call) => void
}

/** The command tree as commander parses it; complains by CommanderError only, prints nothing but help and version. */
export const createProgram = (options: ProgramOptions): Command => {
  const root = new Command('order-up')
    .description('An order-event pipeline whose engine is a replaceable part.')
    .version(options.version, '-v, --version', 'print the version')
    .option('--debug', 'print the stack of a failure')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({ writeOut: options.print, writeErr: () => {}, outputError: () => {} })
  for (const command of options.commands) addCommand(root, command, options.called)
  return root
}
