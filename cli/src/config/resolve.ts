import { OrderUpError } from '@order-up/contracts'
import { CONFIG_FILE } from './config-file.ts'
import { type Environment, flagOf, type Resolved, type Setting, type Settings, variableOf } from './setting.ts'

/** Where values come from, in order of precedence. */
export interface Sources {
  /** What the command line gave, by setting name; a switch as true. */
  readonly flags: Readonly<Record<string, unknown>>
  readonly environment: Environment
  /** order-up.config.json, by key. */
  readonly file: ReadonlyMap<string, string>
}

interface Candidate {
  readonly text: string
  /** How a message names the place the text comes from. */
  readonly origin: string
  readonly otherwise: string
  readonly inFile: boolean
}

const candidateOf = (name: string, setting: Setting<unknown>, sources: Sources): Candidate | undefined => {
  const flag = flagOf(name)
  const variable = variableOf(name)
  const byFlag = sources.flags[name]
  if (byFlag !== undefined) {
    const otherwise = setting.lasting ? ` (or ${variable})` : ''
    return { text: String(byFlag), origin: flag, otherwise, inFile: false }
  }
  if (!setting.lasting) return undefined
  const byVariable = sources.environment[variable]
  if (byVariable !== undefined && byVariable !== '')
    return { text: byVariable, origin: variable, otherwise: ` (or ${flag})`, inFile: false }
  const byFile = sources.file.get(name)
  if (byFile === undefined) return undefined
  return { text: byFile, origin: `"${name}" in ${CONFIG_FILE}`, otherwise: ` (or ${flag}, ${variable})`, inFile: true }
}

const resolveOne = (name: string, setting: Setting<unknown>, sources: Sources): unknown => {
  const candidate = candidateOf(name, setting, sources)
  if (candidate === undefined) return setting.fallback
  const value = setting.parse(candidate.text)
  if (value !== undefined) return value
  const code = setting.code ?? (candidate.inFile ? 'OU1003' : 'OU1002')
  const { origin, text, otherwise } = candidate
  throw new OrderUpError(code, { detail: `${origin} must be ${setting.expects}, is "${text}"${otherwise}` })
}

/**
 * The value of each setting: by flag, else by environment (an empty variable counts as unset), else by file, else its
 * default. Throws OU1002, OU1003 or the setting's own code on the first value that is not valid, naming every place
 * where it can be set.
 */
export const resolveSettings = <S extends Settings>(settings: S, sources: Sources): Resolved<S> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, resolveOne(name, setting, sources)]),
  ) as Resolved<S>
