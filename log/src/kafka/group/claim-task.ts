import { randomUUID } from 'node:crypto'
import { OrderUpError, type Task } from '@order-up/contracts'
import type { Changelog } from '../changelog/changelog.ts'
import { nextClaim, type PositionRecord, positionRecord } from '../changelog/changelog-record.ts'
import type { Reclaimed } from '../commit/step-commits.ts'
import { Transactions } from '../commit/transactions.ts'
import type { Feed } from '../fetch/feed.ts'
import type { EngineContext } from './engine-context.ts'
import { type Claim, KafkaTask } from './kafka-task.ts'

/** What claiming a task takes. */
export interface Claiming {
  readonly task: Task
  readonly context: EngineContext
  readonly feed: Feed
  readonly changelog: Changelog
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
  (await context.cluster.range(changelog.topic, 0)).end

/** Writes that the task has been claimed: from here on an older claim can tell that it is one. */
const writeClaim = async (
  { changelog: { topic }, context }: Claiming,
  transactions: Transactions,
  position: PositionRecord,
): Promise<number> => {
  const records = [{ topic, partition: 0, timestampMs: context.now(), ...positionRecord(position) }]
  return (await transactions.commit({ records })).get(`${topic}/0`) as number
}

/**
 * Claims a task: fences its last owner, asks the coordinator, looks into the changelog up to its end, and writes a claim
 * of its own. Throws OU1501 where the task has been given to another member, OU1503 where another engine owns the live
 * topics.
 */
export const claimTask = async (claiming: Claiming, signal: AbortSignal): Promise<KafkaTask> => {
  const { context, changelog } = claiming
  const transactions = await fence(claiming, signal)
  try {
    const found = await changelog.find(await changelogEnd(claiming), signal)
    await context.checkOwner(signal)
    const schemaIds = await context.outputSchemaIds.get(signal)
    const position = nextClaim(found.position, randomUUID())
    const confirmed = await writeClaim(claiming, transactions, position)
    await changelog.stop()
    return new KafkaTask({ ...claimOf(claiming), schemaIds, found, position, transactions, confirmed })
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
  return { task, context, feed, changelog: changelog.topic, release, reclaim }
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
    const found = await claiming.changelog.positions(confirmed, end, signal)
    if (found.some(({ claim }) => claim !== position.claim)) throw superseded(claiming.task)
    return { transactions, hasLanded: found.some(({ step }) => step === position.step), confirmed: end }
  } catch (error) {
    transactions.discard()
    throw error
  }
}
