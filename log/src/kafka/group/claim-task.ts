import { OrderUpError, type Task } from '@order-up/contracts'
import { type PositionRecord, positionRecord } from '../changelog/changelog-record.ts'
import type { ChangelogFollower } from '../changelog/follower.ts'
import { Transactions } from '../commit/transactions.ts'
import type { Feed } from '../fetch/feed.ts'
import type { EngineContext } from './engine-context.ts'
import { type Claim, KafkaTask, type Reclaimed } from './kafka-task.ts'

/** What claiming a task takes. */
export interface Claiming {
  readonly task: Task
  readonly context: EngineContext
  readonly feed: Feed
  readonly changelog: string
  readonly follower: ChangelogFollower
  /** Asks the group's coordinator whether the task is still ours. */
  readonly isOurs: (signal: AbortSignal) => Promise<boolean>
  readonly release: (task: KafkaTask) => Promise<void>
}

const superseded = (task: Task): OrderUpError => new OrderUpError('OU1501', { detail: `task ${task.name}` })

const open = ({ context, task }: Claiming): Promise<Transactions> => {
  const { names, engine, cluster, newClient, timings, probe } = context
  const transactionalId = names.transactionalId(engine.name, task.name)
  return cluster.withCoordinator({ kind: 'transactional-id', id: transactionalId }, () =>
    Transactions.open({ newClient, transactionalId, timings, probe }),
  )
}

/**
 * Fences, then asks the coordinator: in this order, for only then can nobody who asked before us still write. Throws
 * OU1501 where the task is not ours, its rightful owner fenced for a moment: it claims again.
 */
const fence = async (claiming: Claiming, signal: AbortSignal): Promise<Transactions> => {
  const transactions = await open(claiming)
  try {
    if (!(await claiming.isOurs(signal))) throw superseded(claiming.task)
    return transactions
  } catch (error) {
    transactions.discard()
    throw error
  }
}

const changelogEnd = async ({ context, changelog }: Claiming): Promise<number> =>
  (await context.cluster.range(changelog, 0)).end

/** Writes that the task has been claimed: from here on an older claim can tell that it is one. */
const writeClaim = async (
  { changelog, context }: Claiming,
  transactions: Transactions,
  position: PositionRecord,
): Promise<number> => {
  const records = [{ topic: changelog, partition: 0, timestampMs: context.now(), ...positionRecord(position) }]
  return (await transactions.commit({ records })).get(`${changelog}/0`) as number
}

/**
 * Claims a task: fences its last owner, asks the coordinator, reads the changelog to its end, and writes a claim of its
 * own. Throws OU1501 where the task has been given to another member, OU1503 where another engine owns the live topics.
 */
export const claimTask = async (claiming: Claiming, signal: AbortSignal): Promise<KafkaTask> => {
  const { context, follower } = claiming
  const transactions = await fence(claiming, signal)
  try {
    await follower.upTo(await changelogEnd(claiming), signal)
    await context.checkOwner(signal)
    const schemaIds = await context.schemaIds(signal)
    const { copy } = follower
    const position = { claim: copy.position.claim + 1, step: 0, positions: copy.position.positions }
    const confirmed = await writeClaim(claiming, transactions, position)
    await follower.stop()
    return new KafkaTask({ ...claimOf(claiming), schemaIds, copy, position, transactions, confirmed })
  } catch (error) {
    transactions.discard()
    throw error
  }
}

const claimOf = (
  claiming: Claiming,
): Pick<Claim, 'task' | 'context' | 'feed' | 'changelog' | 'release' | 'reclaim'> => {
  const { task, context, feed, changelog, release } = claiming
  const reclaim: Claim['reclaim'] = (position, confirmed, signal) =>
    claimAgain(claiming, { position, confirmed }, signal)
  return { task, context, feed, changelog, release, reclaim }
}

/**
 * After an unknown outcome: asks the coordinator before anything else, for a zombie that fences would take the task from
 * its rightful owner; then fences, and reads what the changelog holds since the last confirmed offset. Another's claim
 * there means that the task is lost (OU1501); our own step, that it was committed.
 */
const claimAgain = async (
  claiming: Claiming,
  { position, confirmed }: { readonly position: PositionRecord; readonly confirmed: number },
  signal: AbortSignal,
): Promise<Reclaimed> => {
  if (!(await claiming.isOurs(signal))) throw superseded(claiming.task)
  const transactions = await fence(claiming, signal)
  try {
    const end = await changelogEnd(claiming)
    const found = await claiming.follower.positionsBetween(confirmed, end, signal)
    if (found.some(({ claim }) => claim !== position.claim)) throw superseded(claiming.task)
    return { transactions, hasLanded: found.some(({ step }) => step === position.step), confirmed: end }
  } catch (error) {
    transactions.discard()
    throw error
  }
}
