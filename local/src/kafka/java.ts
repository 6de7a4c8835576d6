import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'

/** Oldest Java that Kafka 4 runs on. */
const OLDEST_JAVA = 17
const PROBE_MS = 10_000

/** Major version in what `java -version` prints, or undefined where it is no such text. */
export const javaMajor = (text: string): number | undefined => {
  const [, major] = /version "(\d+)/.exec(text) ?? []
  return major === undefined ? undefined : Number(major)
}

const majorOf = (program: string): number | undefined => {
  const { stderr } = spawnSync(program, ['-version'], { encoding: 'utf8', timeout: PROBE_MS })
  return javaMajor(stderr ?? '')
}

/** The Java of JAVA_HOME, else of PATH, of version 17 or later. Throws OU1211 where there is none. */
export const findJava = (): string => {
  const home = process.env.JAVA_HOME
  const program = home === undefined || home === '' ? 'java' : join(home, 'bin', 'java')
  const major = majorOf(program)
  if (major !== undefined && major >= OLDEST_JAVA) return program
  const detail = major === undefined ? `${program} does not run` : `${program} is version ${major}`
  throw new OrderUpError('OU1211', { detail })
}
