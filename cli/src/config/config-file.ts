import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { nearest } from './edit-distance.ts'

/** The configuration file, in the working directory. */
export const CONFIG_FILE = 'order-up.config.json'

const fail = (detail: string, cause?: unknown): never => {
  throw new OrderUpError('OU1003', { detail: `${CONFIG_FILE}: ${detail}`, cause })
}

const textOf = (key: string, value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : fail(`"${key}" must be a text, a number or a boolean`)

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    return fail('not valid JSON', cause)
  }
}

const parseConfig = (text: string, known: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const json = jsonOf(text)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return fail('not a JSON object')
  const entries = Object.entries(json)
  for (const [key] of entries) {
    if (known.has(key)) continue
    const guess = nearest(key, known)
    fail(`unknown key "${key}"${guess === undefined ? '' : `, did you mean "${guess}"?`}`)
  }
  return new Map(entries.map(([key, value]) => [key, textOf(key, value)]))
}

/**
 * The values of order-up.config.json in `folder`, by key, as texts; none where there is no such file. Throws OU1003
 * where it is not a JSON object of plain values, or has a key that is not in `known`.
 */
export const readConfigFile = (folder: string, known: ReadonlySet<string>): ReadonlyMap<string, string> => {
  let text: string
  try {
    text = readFileSync(join(folder, CONFIG_FILE), 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    return fail('cannot be read', cause)
  }
  return parseConfig(text, known)
}
