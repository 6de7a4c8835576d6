import type { LoadHook } from 'node:module'
import type { Patch } from './removed-rules.ts'

let patches: readonly Patch[] = []

/** Called by Node with what `register` was given. */
export const initialize = (given: readonly Patch[]): void => {
  patches = given
}

const patched = (source: string, { file, find, put }: Patch): string => {
  const parts = source.split(find)
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`)
  return parts.join(put)
}

/** Changes modules as they are loaded. */
export const load: LoadHook = async (url, context, next) => {
  const loaded = await next(url, context)
  const here = patches.filter(({ file }) => url.endsWith(file))
  return here.length === 0 ? loaded : { ...loaded, source: here.reduce(patched, String(loaded.source)) }
}
