import { fileURLToPath } from 'node:url'
import { type Program, startProgram } from './program.ts'
import type { SharerOptions } from './sharer.ts'

const PROGRAM = fileURLToPath(new URL('./sharer.js', import.meta.url))

/** Starts a sharer in a process of its own. */
export const startSharer = (options: SharerOptions): Program => startProgram(PROGRAM, options)

/** What a sharer has said with a verb, as the words behind it: `claimed`, `lost`, `committed` or `refused`. */
export const saidBy = (lines: readonly string[], verb: string): readonly string[] =>
  lines.filter((line) => line.startsWith(`${verb} `)).map((line) => line.slice(verb.length + 1))

/** Names of the tasks that a sharer has claimed, in order. */
export const claimsOf = ({ lines }: Program): readonly string[] =>
  saidBy(lines, 'claimed').map((rest) => rest.split(' ')[0] as string)

/** Names of the tasks that a sharer holds, sorted. Throws where one was claimed that it held already. */
export const heldBy = (lines: readonly string[]): readonly string[] => {
  const held = new Set<string>()
  for (const line of lines) {
    const [verb, name = ''] = line.split(' ')
    if (verb === 'claimed' && held.has(name)) throw new Error(`${name} was claimed anew: ${lines.join('\n')}`)
    if (verb === 'claimed') held.add(name)
    if (verb === 'lost') held.delete(name)
  }
  return [...held].sort()
}
