import type { Residence } from './residence.ts'

/** A task as the group shares it out. */
export interface SharedTask {
  readonly name: string
  /** Inputs by the broker's topic names. */
  readonly inputs: readonly { readonly topic: string; readonly partition: number }[]
  /** Topic of its changelog. */
  readonly changelog: string
}

/** What a member says of itself when it joins. */
export interface MemberWord {
  readonly tasks: readonly SharedTask[]
  /** True where it follows the changelogs of tasks that others hold. */
  readonly standsBy: boolean
  /** Number of its claim, by task that it holds; 0 for one that it is about to claim. */
  readonly claims: Readonly<Record<string, number>>
  /** The same for all consumers that a session makes, one after the other. */
  readonly session: string
  readonly residence: Residence
}

export interface Member extends MemberWord {
  readonly memberId: string
  /** Number of its consumer among those that its session has made. */
  readonly turn: number
}

/** Names of the tasks that each member has, by its id. */
export type Shares = ReadonlyMap<string, readonly string[]>

const NO_CLAIM = -1

const claimOf = ({ claims }: Member, task: string): number => claims[task] ?? NO_CLAIM

const canRun = ({ tasks }: Member, task: string): boolean => tasks.some(({ name }) => name === task)

/** Of the consumers of one session the latest alone: the others are ghosts. */
const withoutGhosts = (members: readonly Member[]): readonly Member[] =>
  members.filter((each) => !members.some(({ session, turn }) => session === each.session && turn > each.turn))

/** The latest claim of a task that any member knows of. */
export const lastClaim = (members: readonly Member[], task: string): number =>
  Math.max(NO_CLAIM, ...members.map((member) => claimOf(member, task)))

/** A member with what it is given. */
interface Portion {
  readonly member: Member
  readonly tasks: string[]
}

const lightestFirst = (portions: readonly Portion[]): readonly Portion[] =>
  [...portions].sort((a, b) => a.tasks.length - b.tasks.length)

/** Leaves each task with whoever has claimed it last; returns those that nobody has. */
const keepClaimed = (portions: readonly Portion[]): readonly string[] => {
  const members = portions.map(({ member }) => member)
  const names = new Set(members.flatMap(({ tasks }) => tasks.map(({ name }) => name)))
  return [...names].sort().filter((task) => {
    const last = lastClaim(members, task)
    const keeper = portions.find(({ member }) => claimOf(member, task) === last)
    if (last > NO_CLAIM) keeper?.tasks.push(task)
    return last === NO_CLAIM
  })
}

/** A task that `from` can spare for `to`, which has two fewer: one that came last, for it is the cheapest to move. */
const spare = (from: Portion, to: Portion): string | undefined =>
  from.tasks.length - to.tasks.length < 2
    ? undefined
    : [...from.tasks].reverse().find((task) => canRun(to.member, task))

/** Moves one task from the fullest to the lightest that can run it; false where nobody has two more than another. */
const moveOne = (portions: readonly Portion[]): boolean => {
  const sorted = lightestFirst(portions)
  for (const from of [...sorted].reverse())
    for (const to of sorted) {
      const task = spare(from, to)
      if (task === undefined) continue
      from.tasks.splice(from.tasks.indexOf(task), 1)
      to.tasks.push(task)
      return true
    }
  return false
}

/**
 * Who has which task. Whoever has claimed it last keeps it, so that a zombie that comes back wins nothing; what is free
 * goes to the member with the fewest that can run it; then as few as possible are moved until nobody has two more than
 * another that could run them. Each task has one owner.
 */
export const shareOut = (members: readonly Member[]): Shares => {
  const portions = withoutGhosts(members).map((member): Portion => ({ member, tasks: [] }))
  for (const task of keepClaimed(portions))
    lightestFirst(portions.filter(({ member }) => canRun(member, task)))[0]?.tasks.push(task)
  while (moveOne(portions));
  const given = new Map(portions.map(({ member, tasks }) => [member.memberId, tasks]))
  return new Map(members.map(({ memberId }) => [memberId, given.get(memberId) ?? []]))
}
