import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OrderUpError } from '@order-up/contracts'

const run = promisify(execFile)

/** An id for a new cluster, as Kafka writes them: 16 bytes in 22 characters, none of them taken for a flag. */
export const newClusterId = (): string => {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? newClusterId() : id
}

export interface FormatOptions {
  readonly java: string
  readonly classPath: string
  readonly propertiesFile: string
  /** Folder of the broker's own files. */
  readonly logDir: string
}

/** Makes the broker's folder ready for its first start; leaves one that is ready as it is. */
export const formatStorage = async ({ java, classPath, propertiesFile, logDir }: FormatOptions): Promise<void> => {
  if (existsSync(join(logDir, 'meta.properties'))) return
  const jvm = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classPath]
  const format = ['format', '-g', '-t', newClusterId(), '-c', propertiesFile]
  await run(java, [...jvm, 'kafka.tools.StorageTool', ...format]).catch((cause: { readonly stderr?: string }) => {
    throw new OrderUpError('OU1210', { detail: `its folder cannot be formatted: ${cause.stderr ?? ''}`, cause })
  })
}
