import kafkajs, { type GroupMember, type PartitionAssigner } from 'kafkajs'
import type { Residence } from './residence.ts'

const { AssignerProtocol } = kafkajs

/** A task as the group shares it out. */
export interface SharedTask {
  readonly name: string
  /** Inputs by the broker's topic names. */
  readonly inputs: readonly { readonly topic: string; readonly partition: number }[]
  /** Topic of its changelog, which every member follows. */
  readonly changelog: string
}

/** What a member says of itself when it joins. */
export interface MemberWord {
  readonly tasks: readonly SharedTask[]
  /** Number of its claim, by task that it holds. */
  readonly claims: Readonly<Record<string, number>>
  readonly residence: Residence
}

interface Member extends MemberWord {
  readonly memberId: string
  /** Number of its consumer among those that its instance has made. */
  readonly turn: number
}

const VERSION = 1
const NAME = 'order-up-tasks'

const encode = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** What a member has said of itself; undefined where that is not in our words. */
export const wordIn = (memberMetadata: Buffer): Omit<Member, 'memberId'> | undefined => {
  if (memberMetadata.length === 0) return undefined
  const { userData } = AssignerProtocol.MemberMetadata.decode(memberMetadata) ?? {}
  return userData === undefined || userData.length === 0 ? undefined : JSON.parse(String(userData))
}

const memberOf = ({ memberId, memberMetadata }: GroupMember): Member => ({
  memberId,
  ...(wordIn(memberMetadata) as Omit<Member, 'memberId'>),
})

const claimOf = ({ claims }: Member, task: string): number => claims[task] ?? 0

/** The later claim first; of one instance's consumers, which have the same claims, the later one. */
const laterClaim =
  (task: string) =>
  (a: Member, b: Member): number =>
    claimOf(b, task) - claimOf(a, task) || b.turn - a.turn

/**
 * Who holds which task: whoever has claimed it last (a zombie that comes back wins nothing), else, of those who can run
 * it, the one with the fewest tasks. One owner each; whoever has none stands by.
 */
export const shareOut = (members: readonly Member[]): ReadonlyMap<string, readonly string[]> => {
  const held = new Map(members.map(({ memberId }) => [memberId, [] as string[]]))
  const names = new Set(members.flatMap(({ tasks }) => tasks.map(({ name }) => name)))
  const free: string[] = []
  for (const task of [...names].sort()) {
    const [last] = [...members].sort(laterClaim(task))
    if (last !== undefined && claimOf(last, task) > 0) held.get(last.memberId)?.push(task)
    else free.push(task)
  }
  for (const task of free) {
    const able = members.filter(({ tasks }) => tasks.some(({ name }) => name === task))
    const loads = able.map(({ memberId }) => held.get(memberId) ?? [])
    loads.reduce((least, load) => (load.length < least.length ? load : least)).push(task)
  }
  return held
}

/** The partitions that a member with these tasks reads: their inputs, and the changelogs of all it may have to take over. */
const partitionsFor = ({ tasks }: Member, held: readonly string[]): Record<string, number[]> => {
  const assignment: Record<string, number[]> = {}
  const add = (topic: string, partition: number): void => {
    assignment[topic] = [...new Set([...(assignment[topic] ?? []), partition])]
  }
  for (const { name, inputs, changelog } of tasks) {
    add(changelog, 0)
    if (held.includes(name)) for (const { topic, partition } of inputs) add(topic, partition)
  }
  return assignment
}

const protocolOf = (topics: string[], word: Omit<Member, 'memberId'>) => ({
  name: NAME,
  metadata: AssignerProtocol.MemberMetadata.encode({ version: VERSION, topics, userData: encode(word) }),
})

/** The group's assigner, made anew for each consumer; `word` is asked at each joining. */
export const taskAssigner = (word: () => MemberWord): PartitionAssigner => {
  let turns = 0
  return () => {
    turns += 1
    const turn = turns
    return {
      name: NAME,
      version: VERSION,
      protocol: ({ topics }) => protocolOf(topics, { ...word(), turn }),
      assign: async ({ members }) => {
        const all = members.map(memberOf)
        const held = shareOut(all)
        return all.map((member) => {
          const tasks = held.get(member.memberId) ?? []
          const assignment = partitionsFor(member, tasks)
          const userData = encode(tasks)
          return {
            memberId: member.memberId,
            memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: VERSION, assignment, userData }),
          }
        })
      },
    }
  }
}

/** Names of the tasks in the bytes of an assignment. */
export const tasksIn = (assignment: Buffer): readonly string[] => {
  const { userData } = AssignerProtocol.MemberAssignment.decode(assignment) ?? {}
  return userData === undefined || userData.length === 0 ? [] : (JSON.parse(String(userData)) as string[])
}

/** An assigner that gives each member these partitions, and nothing else. */
export const fixedAssigner =
  (inputs: readonly { readonly topic: string; readonly partition: number }[]): PartitionAssigner =>
  () => {
    const assignment: Record<string, number[]> = {}
    for (const { topic, partition } of inputs) assignment[topic] = [...(assignment[topic] ?? []), partition]
    return {
      name: 'order-up-fixed',
      version: VERSION,
      protocol: ({ topics }) => ({
        name: 'order-up-fixed',
        metadata: AssignerProtocol.MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.alloc(0) }),
      }),
      assign: async ({ members }) =>
        members.map(({ memberId }) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: VERSION,
            assignment,
            userData: Buffer.alloc(0),
          }),
        })),
    }
  }
