import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type ErrorCode, OrderUpError } from '@order-up/contracts'

/** What a program needs of Java. */
export interface JavaNeed {
  readonly oldest: number
  /** Thrown where there is no such Java. */
  readonly code: ErrorCode
}

/** Oldest Java that Kafka 4 runs on. */
const KAFKA: JavaNeed = { oldest: 17, code: 'OU1211' }
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

/** The Java of JAVA_HOME, else of PATH, if it is new enough; for Kafka, unless told otherwise. */
export const findJava = ({ oldest, code }: JavaNeed = KAFKA): string => {
  const home = process.env.JAVA_HOME
  const program = home === undefined || home === '' ? 'java' : join(home, 'bin', 'java')
  const major = majorOf(program)
  if (major !== undefined && major >= oldest) return program
  const detail = major === undefined ? `${program} does not run` : `${program} is version ${major}`
  throw new OrderUpError(code, { detail })
}
