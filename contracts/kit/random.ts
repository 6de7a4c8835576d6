/** Seeded randomness: the same seed gives the same run on every machine. */
export interface Random {
  /** An integer of at least 0 and below `below`. */
  integer(below: number): number
  /** True in `percent` of 100 calls. */
  chance(percent: number): boolean
  pick<T>(from: readonly T[]): T
}

/** Mulberry32 over `seed`, an unsigned 32-bit integer. */
export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (below: number): number => Math.floor(next() * below)
  return { integer, chance: (percent) => integer(100) < percent, pick: (from) => from[integer(from.length)] as never }
}
