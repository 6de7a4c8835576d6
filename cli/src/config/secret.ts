import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import type { Environment } from './setting.ts'

export interface SecretSource {
  readonly environment: Environment
  /** What a relative path in `…_FILE` is relative to. */
  readonly folder: string
  /** Hides the secret in everything printed from now on. */
  readonly hide: (secret: string | undefined) => void
}

const fromFile = (variable: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new OrderUpError('OU1101', { detail: `${path} (${variable})`, cause })
  }
}

/**
 * The secret in `variable`, or in the file that `<variable>_FILE` names; undefined where neither is set. It is hidden
 * from then on. Throws OU1002 where both are set, OU1101 where the file can't be read. There is no flag for it.
 */
export const readSecret = (variable: string, { environment, folder, hide }: SecretSource): string | undefined => {
  const secret = environment[variable] || undefined
  const path = environment[`${variable}_FILE`] || undefined
  hide(secret)
  if (path === undefined) return secret
  if (secret !== undefined)
    throw new OrderUpError('OU1002', { detail: `set ${variable} or ${variable}_FILE, not both` })
  const read = fromFile(`${variable}_FILE`, resolve(folder, path))
  hide(read)
  return read === '' ? undefined : read
}
