/** What things are ordered by, most significant first; texts as their UTF-8 bytes. Ranks of one order have one shape. */
export type Rank = readonly (number | Uint8Array)[]

const compareParts = (a: number | Uint8Array, b: number | Uint8Array): number => {
  if (typeof a === 'number' || typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0
  return Buffer.compare(a, b)
}

/** Negative where `a` comes before `b`, positive where it comes after, 0 where they are equal. */
export const compareRanks = (a: Rank, b: Rank): number => {
  for (const [index, part] of a.entries()) {
    const order = compareParts(part, b[index] as number | Uint8Array)
    if (order !== 0) return order
  }
  return 0
}

/** `items` in order of rank; those of equal rank as they came. */
export const sortedByRank = <T>(items: readonly T[], rankOf: (item: T) => Rank): T[] =>
  items
    .map((item) => ({ item, rank: rankOf(item) }))
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ item }) => item)
