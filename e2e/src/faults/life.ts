import { randomFrom } from '@order-up/contracts/kit'

/** Where a claim or a commit of an engine can be cut off. */
export const POINTS = ['sent', 'offsets sent', 'committing', 'committed', 'restoring'] as const
export type Point = (typeof POINTS)[number]

/** How an engine process ends: killed at some moment or at a point, or put to sleep until another has taken over. */
export type End =
  | { readonly kind: 'killed'; readonly afterMs: number }
  | { readonly kind: 'killed at'; readonly point: Point; readonly pass: number }
  | { readonly kind: 'asleep' }

/** What is done to one engine process, and to the sink meanwhile. */
export interface Life {
  readonly end: End
  /** Another instance waits already when this one ends; otherwise it is started then. */
  readonly hasStandby: boolean
  /** The sink is killed too: at some moment, or right behind a load. */
  readonly sink: 'lives' | 'killed' | 'killed behind a load'
}

export interface Plan {
  readonly seed: number
  readonly kills: number
  readonly zombies: number
  /** How often something happens to the broker, or to the connections to it. */
  readonly troubles: number
}

/** Such a process never commits: it ends before it owns anything. */
export const diesClaiming = (life: { readonly end: End | undefined } | undefined): boolean =>
  life?.end?.kind === 'killed at' && life.end.point === 'restoring'

const LONGEST_MS = 2_000
const MOST_PASSES = 12
const SINK_KILLED_PERCENT = 40
const STANDBY_PERCENT = 50

/** The lives of a round, in order: as many kills and sleeps as asked for, everything else by the seed. */
export const livesOf = ({ seed, kills, zombies }: Plan): readonly Life[] => {
  const random = randomFrom(seed)
  const killed = (at: number): End => {
    if (at % 2 === 0) return { kind: 'killed', afterMs: random.integer(LONGEST_MS) }
    const point = random.pick(POINTS)
    return { kind: 'killed at', point, pass: 1 + random.integer(point === 'restoring' ? 1 : MOST_PASSES) }
  }
  const ends: End[] = Array.from({ length: kills }, (_, at) => killed(at))
  for (let left = zombies; left > 0; ) {
    const at = random.integer(ends.length + 1)
    // Whoever takes over from a sleeper has to commit before that wakes.
    if (diesClaiming({ end: ends[at] })) continue
    ends.splice(at, 0, { kind: 'asleep' })
    left -= 1
  }
  return ends.map((end) => ({
    end,
    hasStandby: end.kind === 'asleep' || (random.chance(STANDBY_PERCENT) && !diesClaiming({ end })),
    sink: random.chance(SINK_KILLED_PERCENT) ? random.pick(['killed', 'killed behind a load'] as const) : 'lives',
  }))
}

/** How an engine process ended, in words. */
export const deathName = ({ end }: Life): string => (end.kind === 'killed at' ? `at ${end.point}` : end.kind)

/** How it ended, and whether another waited. */
export const lifeName = (life: Life): string => `${deathName(life)}${life.hasStandby ? ', with a standby' : ''}`
