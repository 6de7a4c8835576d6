import { type ClaimedTask, type Log, RAW_TOPIC } from '@order-up/contracts'
import { longCodec } from '@order-up/engine-core'
import { Assembly } from '../graph/assemble.ts'
import { shufflesOf } from '../graph/job.ts'
import { shufflePartition, sourceOf } from '../shuffle/shuffle-topic.ts'
import type { Store } from '../store/store.ts'
import { appliedSourceCodec, MergeSource, NOTHING_APPLIED } from '../task/merge-source.ts'
import { MergeWork } from '../task/merge-work.ts'
import { PendingCount } from '../task/pending-count.ts'
import type { TaskContext } from '../task/task-context.ts'
import { noteFlushed } from './flush-intent.ts'
import type { InstanceContext, TaskSetting } from './instance-context.ts'
import { loopOf, type OpenTask, openTask } from './open-task.ts'
import { unlessEnded } from './stops.ts'

/** The number of a merge task, by which its inputs are found. */
const numberOf = ({ task }: ClaimedTask): number => Number(task.name.slice(task.name.lastIndexOf('-') + 1))

/** Tells of a partition that holds time back, where its source has handled all there is. */
const stallReport = ({ run, bounds }: InstanceContext): ((source: MergeSource) => void) => {
  const asking = new Set<number>()
  const ask = async (log: Log, { source, applied }: MergeSource): Promise<void> => {
    const [end] = await log.ends([{ topic: RAW_TOPIC, partition: source }])
    if (applied.position >= end!.offset) run.observer?.stalled?.(source)
  }
  return (source) => {
    if (bounds.isBounded || asking.has(source.source)) return
    asking.add(source.source)
    void ask(run.log, source)
      .catch(() => {}) // whoever reads or commits next meets the same trouble
      .finally(() => asking.delete(source.source))
  }
}

const workOf = (open: OpenTask, instance: InstanceContext): MergeWork => {
  const { engine, job, run, limits, bounds } = instance
  const { partitions } = run.log
  const { task, state, step, context } = open
  const merge = numberOf(task)
  const applied = state.keyed('s', appliedSourceCodec)
  const pending = new PendingCount(state.keyed('n', longCodec))
  const assembly = new Assembly<TaskContext>({ ...context, pending })
  const sources = task.positions.map(
    ({ offset }, source) => new MergeSource(source, applied.get(String(source)) ?? NOTHING_APPLIED, offset),
  )
  return new MergeWork({
    state,
    step,
    pending,
    maxPending: limits.maxPending,
    sources,
    applied,
    entries: shufflesOf(job).map(({ codec, next }) => ({ codec, operator: assembly.operator(next.element) })),
    stopOffsets: bounds.stopOffsets,
    flush: bounds.flush,
    inputOf: (source) => shufflePartition(engine, { source, merge, partitions }),
    sourceOf: (partition) => sourceOf(partition, partitions),
    stalled: stallReport(instance),
  })
}

/** Runs a merge task until it is lost, or the instance ends. */
export const runMerge = async (task: ClaimedTask, store: Store, setting: TaskSetting): Promise<void> => {
  const { instance, idle } = setting
  const { run, bounds } = instance
  const open = openTask(task, store, instance)
  const noteThenIdle = async (isIdle: boolean): Promise<void> => {
    if (isIdle && bounds.flush) await unlessEnded(noteFlushed(run.log, numberOf(task)), instance.signal)
    await idle(isIdle)
  }
  await loopOf(open, workOf(open, instance), { ...setting, idle: noteThenIdle }).run()
}
