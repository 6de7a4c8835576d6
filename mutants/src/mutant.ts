import { readFileSync } from 'node:fs'

export const ENGINE_NAMES = ['simple', 'dataflow'] as const

export type EngineName = (typeof ENGINE_NAMES)[number]

/** One small change that makes an engine wrong: a replacement of text in one compiled file. */
export interface Mutant {
  /** What is wrong about it, in a few words. */
  readonly name: string
  /** The rule or limit that it breaks: its tests are asked first. */
  readonly rule: string
  /** Compiled file, from the repository's root, without `dist/` and ending: `engines/core/src/admit`. */
  readonly file: string
  /** Stands in the file exactly once; a mutant whose text is gone is stale, and that is an error. */
  readonly find: string
  readonly replace: string
}

/** The engine that takes the tests for a mutant: the one that it changes; for code that both share, the simple one. */
export const judgeOf = ({ file }: Pick<Mutant, 'file'>): EngineName =>
  file.startsWith('engines/dataflow/') ? 'dataflow' : 'simple'

/** The file's text with the mutant's change in it; undefined where the text does not occur exactly once. */
export const mutated = (source: string, { find, replace }: Pick<Mutant, 'find' | 'replace'>): string | undefined => {
  const parts = source.split(find)
  return parts.length === 2 ? parts.join(replace) : undefined
}

/** The compiled file that a mutant changes. */
export const fileOf = ({ file }: Mutant): URL => {
  const [folder, name] = file.split('/src/')
  return new URL(`../../../${folder}/dist/src/${name}.js`, import.meta.url)
}

/** The text of that file with the change in it; undefined where the mutant is stale. */
export const sourceOf = (mutant: Mutant): string | undefined => mutated(readFileSync(fileOf(mutant), 'utf8'), mutant)
