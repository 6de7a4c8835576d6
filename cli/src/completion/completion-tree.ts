import type { AnyCommand, Argument } from '../command.ts'
import { flagOf, type Setting } from '../config/setting.ts'
import { GROUPS } from '../groups.ts'

/** What can stand where a value is wanted. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'anything' }

/** A word that can come next, and what it is. */
export interface Candidate {
  readonly word: string
  readonly about: string
}

/** One place in the command tree: the words before it, what can come next, and what each of its options takes. */
export interface CompletionPlace {
  /** `contracts verify`; empty at the root. */
  readonly at: string
  readonly candidates: readonly Candidate[]
  /** Options that take a value. */
  readonly valued: readonly { readonly flag: string; readonly values: Values }[]
  /** What its positional argument takes; undefined where it has none. */
  readonly argument?: Values
}

const EVERYWHERE: readonly Candidate[] = [
  { word: '--debug', about: 'print the stack of a failure' },
  { word: '--help', about: 'print help' },
]
const AT_ROOT: readonly Candidate[] = [...EVERYWHERE, { word: '--version', about: 'print the version' }]

const valuesOf = ({ choices, path }: Pick<Argument, 'choices' | 'path'>): Values =>
  choices === undefined ? { kind: path ?? 'anything' } : { kind: 'words', words: choices }

const settingsOf = (command: AnyCommand): readonly (readonly [string, Setting<unknown>])[] =>
  Object.entries<Setting<unknown>>(command.settings).map(([name, setting]) => [flagOf(name), setting])

const placeOf = (command: AnyCommand): CompletionPlace => {
  const [argument] = command.arguments
  return {
    at: command.words.join(' '),
    candidates: [...settingsOf(command).map(([word, { about }]) => ({ word, about })), ...EVERYWHERE],
    valued: settingsOf(command)
      .filter(([, { placeholder }]) => placeholder !== undefined)
      .map(([flag, setting]) => ({
        flag,
        values: valuesOf({
          ...(setting.choices && { choices: setting.choices }),
          ...(setting.path && { path: setting.path }),
        }),
      })),
    ...(argument && { argument: valuesOf(argument) }),
  }
}

const firstWords = (commands: readonly AnyCommand[]): readonly Candidate[] => [
  ...commands
    .filter(({ words }) => words.length === 1)
    .map(({ words, summary }) => ({ word: words[0]!, about: summary })),
  ...Object.entries(GROUPS).map(([word, about]) => ({ word, about })),
]

const groupPlace = (group: string, commands: readonly AnyCommand[]): CompletionPlace => ({
  at: group,
  candidates: [
    ...commands
      .filter(({ words }) => words.length > 1 && words[0] === group)
      .map(({ words, summary }) => ({ word: words[1]!, about: summary })),
    ...EVERYWHERE,
  ],
  valued: [],
})

/** Every place of the command tree, the root first. */
export const completionPlaces = (commands: readonly AnyCommand[]): readonly CompletionPlace[] => [
  { at: '', candidates: [...firstWords(commands), ...AT_ROOT], valued: [] },
  ...Object.keys(GROUPS).map((group) => groupPlace(group, commands)),
  ...commands.map(placeOf),
]
