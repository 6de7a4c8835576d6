import { fileURLToPath } from 'node:url'
import type { CommitterOptions } from './committer.ts'
import { type Program, startProgram } from './program.ts'

const PROGRAM = fileURLToPath(new URL('./committer.js', import.meta.url))

/** Starts a committer in a process of its own. */
export const startCommitter = (options: CommitterOptions): Program => startProgram(PROGRAM, options)
