import kafkajs, { type GroupMember, type PartitionAssigner } from 'kafkajs'
import { lastClaim, type Member, type MemberWord, shareOut } from './share-out.ts'

const { AssignerProtocol } = kafkajs

const VERSION = 1
/** Another name for other words: members that would not understand each other can't be in a group at the same time. */
const NAME = 'order-up-shares'

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

/** The partitions that a member with these tasks reads: inputs, and the changelogs of all that it may have to restore. */
const partitionsFor = ({ tasks, standsBy }: Member, held: readonly string[]): Record<string, number[]> => {
  const assignment: Record<string, number[]> = {}
  const add = (topic: string, partition: number): void => {
    assignment[topic] = [...new Set([...(assignment[topic] ?? []), partition])]
  }
  for (const { name, inputs, changelog } of tasks) {
    const isHeld = held.includes(name)
    if (isHeld || standsBy) add(changelog, 0)
    if (isHeld) for (const { topic, partition } of inputs) add(topic, partition)
  }
  return assignment
}

const protocolOf = (topics: string[], word: Omit<Member, 'memberId'>) => ({
  name: NAME,
  metadata: AssignerProtocol.MemberMetadata.encode({ version: VERSION, topics, userData: encode(word) }),
})

/** What each member is given: partitions, and by task the latest claim of it that the group knows of. */
const assign = (members: readonly Member[]) => {
  const shares = shareOut(members)
  return members.map((member) => {
    const tasks = shares.get(member.memberId) ?? []
    const assignment = partitionsFor(member, tasks)
    const userData = encode(Object.fromEntries(tasks.map((task) => [task, lastClaim(members, task)])))
    return {
      memberId: member.memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: VERSION, assignment, userData }),
    }
  })
}

/** The group's assigner, made anew for each consumer of a session; `word` is asked at each joining. */
export const taskAssigner = (word: () => MemberWord): PartitionAssigner => {
  let turns = 0
  return () => {
    turns += 1
    const turn = turns
    return {
      name: NAME,
      version: VERSION,
      protocol: ({ topics }) => protocolOf(topics, { ...word(), turn }),
      assign: async ({ members }) => assign(members.map(memberOf)),
    }
  }
}

/** The tasks in the bytes of an assignment, each with the latest claim of it that the group knew of; -1 for none. */
export const tasksIn = (assignment: Buffer): ReadonlyMap<string, number> => {
  const { userData } = AssignerProtocol.MemberAssignment.decode(assignment) ?? {}
  const isEmpty = userData === undefined || userData.length === 0
  return new Map(isEmpty ? [] : Object.entries(JSON.parse(String(userData)) as Record<string, number>))
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
