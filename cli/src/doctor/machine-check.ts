import { statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { type Check, type Finding, failed, passed, warned } from './check.ts'

const OLDEST_NODE = [20, 11] as const
const MEGABYTE = 1_048_576
const LEAST_MEMORY = 512 * MEGABYTE
const SCARCE_DISK = 1_024 * MEGABYTE
const LEAST_DISK = 200 * MEGABYTE

const megabytes = (bytes: number): string => `${Math.floor(bytes / MEGABYTE).toLocaleString('en')} MB free`

/** Whether a version of Node, such as `20.11.1`, can run order-up. */
export const judgeNode = (version: string): Finding => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
  return isOld ? failed('Node', version, `install Node ${OLDEST_NODE.join('.')} or later`) : passed('Node', version)
}

/** Whether so much free memory will do. */
export const judgeMemory = (bytes: number): Finding =>
  bytes < LEAST_MEMORY
    ? warned('memory', megabytes(bytes), 'close other programs: a run takes up to 500 MB')
    : passed('memory', megabytes(bytes))

/** Whether so much free disk space in `folder` will do. */
export const judgeDisk = (bytes: number, folder: string): Finding => {
  const says = `${megabytes(bytes)} in ${folder}`
  const hint = 'make room, or name another folder by --data-dir or TMPDIR'
  if (bytes < LEAST_DISK) return failed('disk', says, hint)
  return bytes < SCARCE_DISK ? warned('disk', says, hint) : passed('disk', says)
}

const freeDisk = (folder: string): Finding => {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return judgeDisk(bavail * bsize, folder)
  } catch (failure) {
    return failed('disk', (failure as Error).message, 'name a folder that exists by --data-dir or TMPDIR')
  }
}

/** Looks at this machine; `folder` is where data would go. */
export const machineCheck = (folder: string): Check => ({
  about: 'machine',
  run: async () => [judgeNode(process.versions.node), judgeMemory(freemem()), freeDisk(folder)],
})
