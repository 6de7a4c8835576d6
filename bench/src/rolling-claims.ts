/** A task that an instance has said to have claimed. */
export interface Claim {
  readonly task: string
  readonly instance: number
  readonly atMs: number
}

/** The claims in what an instance has printed. */
export const claimsIn = (lines: readonly string[], instance: number): readonly Claim[] =>
  lines
    .map((line) => line.split(' '))
    .filter(([word]) => word === 'claimed')
    .map(([, task = '', atMs]) => ({ task, instance, atMs: Number(atMs) }))

/** The claims of each task, in their order. */
const byTask = (claims: readonly Claim[]): ReadonlyMap<string, readonly Claim[]> => {
  const tasks = new Map<string, Claim[]>()
  for (const claim of [...claims].sort((a, b) => a.atMs - b.atMs))
    tasks.set(claim.task, [...(tasks.get(claim.task) ?? []), claim])
  return tasks
}

/** How often a task was claimed anew by the very instance that had it already. */
export const claimedAnew = (claims: readonly Claim[]): number =>
  [...byTask(claims).values()]
    .flatMap((each) => each.map((claim, at) => each[at - 1]?.instance === claim.instance))
    .filter(Boolean).length

/** The instances that had each task, one after the other, in words. */
export const claimsText = (claims: readonly Claim[]): string =>
  [...byTask(claims)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([task, each]) => `${task} ${each.map(({ instance }) => instance).join('>')}`)
    .join(', ')
