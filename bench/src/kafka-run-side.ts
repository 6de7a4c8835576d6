import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SideOptions, SideResult } from './kafka-rate-side.ts'

const SIDE = fileURLToPath(new URL('./kafka-rate-side.js', import.meta.url))

/** Runs one side in a process of its own. */
export const runSide = async (options: SideOptions): Promise<SideResult> => {
  const { stdout } = await promisify(execFile)(process.execPath, [SIDE, JSON.stringify(options)], { maxBuffer: 1e7 })
  return JSON.parse(stdout) as SideResult
}
