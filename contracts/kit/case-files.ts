import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OrderUpError } from '../src/errors.ts'
import { caseText } from './case-text.ts'
import type { GoldenCase } from './golden-case.ts'
import { parseCase } from './parse-case.ts'

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new OrderUpError('OU1103', { detail: `${file}: ${(cause as Error).message}`, cause })
  }
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
  } catch (cause) {
    throw new OrderUpError('OU1104', { detail: folder, cause })
  }
}

/**
 * Every golden case (`*.json`) of a folder, by file name. Throws OU1104 where there is none, OU1103 naming the file
 * that cannot be used.
 */
export const loadCases = (folder: string): readonly GoldenCase[] => {
  const names = namesIn(folder)
  if (names.length === 0) throw new OrderUpError('OU1104', { detail: folder })
  return names.map((name) => join(folder, name)).map((file) => parseCase(readJson(file), file))
}

/** The golden cases of the contract, in `contracts/cases`. */
export const bundledCases = (): readonly GoldenCase[] =>
  loadCases(fileURLToPath(new URL('../../cases', import.meta.url)))

/** One of them. Throws where there is none of that name. */
export const bundledCase = (name: string): GoldenCase => {
  const found = bundledCases().find((each) => each.name === name)
  if (found === undefined) throw new Error(`no golden case ${name}`)
  return found
}

/** Writes a case into a folder, which is made where it is missing; returns the file, which is named after the case. */
export const writeCase = (folder: string, given: GoldenCase): string => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${given.name}.json`)
  writeFileSync(file, caseText(given))
  return file
}
