import type { ChangeLog } from '../changes.ts'

export const hex = (bytes: Buffer): string => bytes.toString('hex')

/** Commits what has changed to a changelog of text keys and hex values; expects one change a key, as many as counted. */
export const appliedTo = (changelog: Map<string, string>, changes: ChangeLog): void => {
  const { count } = changes
  const drained = changes.drain()
  for (const { key, value } of drained)
    if (value === null) changelog.delete(key.toString())
    else changelog.set(key.toString(), hex(value))
  expect(new Set(drained.map(({ key }) => key.toString())).size).toBe(count)
  expect(drained).toHaveLength(count)
}
