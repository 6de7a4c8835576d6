import { fileURLToPath } from 'node:url'
import type { CommitterOptions } from './committer.ts'
import { type Program, startProgram } from './program.ts'
import type { RuleName } from './removed-rules.ts'

const PROGRAM = fileURLToPath(new URL('./committer.js', import.meta.url))

/** Starts a committer in a process of its own; without a rule of the protocol, where one is named. */
export const startCommitter = (options: CommitterOptions, removed?: RuleName): Program =>
  startProgram(PROGRAM, options, removed)
