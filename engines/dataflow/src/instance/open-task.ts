import { type Batch, type ClaimedTask, RAW_TOPIC, type TaskReport } from '@order-up/contracts'
import type { Decoders } from '@order-up/engine-core'
import { shufflesOf } from '../graph/job.ts'
import { mergesFor } from '../shuffle/shuffle-topic.ts'
import { TaskState } from '../state/task-state.ts'
import type { Store } from '../store/store.ts'
import { Bell } from '../task/bell.ts'
import { Committer } from '../task/committer.ts'
import { InputReader } from '../task/input-reader.ts'
import { Step } from '../task/step.ts'
import type { TaskContext } from '../task/task-context.ts'
import { TaskLoop } from '../task/task-loop.ts'
import { TaskMeter } from '../task/task-meter.ts'
import type { TakenStep, TaskWork } from '../task/task-work.ts'
import type { InstanceContext, TaskSetting } from './instance-context.ts'

/** A claimed task whose state is at hand. */
export interface OpenTask {
  readonly task: ClaimedTask
  readonly store: Store
  readonly state: TaskState
  readonly step: Step
  readonly bell: Bell
  readonly context: Omit<TaskContext, 'pending'>
}

/** Opens what a claimed task works with, on a copy of its state that is up to date. */
export const openTask = (task: ClaimedTask, store: Store, instance: InstanceContext): OpenTask => {
  const { job, limits, cacheSize, run } = instance
  const { partitions } = run.log
  const state = new TaskState(store, cacheSize)
  const shuffles = new Map(shufflesOf(job).map(({ name }, number) => [name, number]))
  const step = new Step({
    partitions,
    merges: mergesFor(partitions),
    shuffles,
    schemaIds: task.schemaIds,
    limits,
    state,
  })
  return { task, store, state, step, bell: new Bell(), context: { state, step } }
}

const reportOf = ({ task, store }: OpenTask, work: TaskWork, { records, commits, busyMs }: TaskMeter): TaskReport => {
  const { keys, bytes } = store.size()
  const timeMs = Number.isFinite(work.timeMs) ? work.timeMs : undefined
  return { task: task.task.name, records, commits, timeMs, stateKeys: keys, stateBytes: bytes, busyMs }
}

/** Raw records alone are framed: what goes between tasks may well look as if it were. */
const learnRaw =
  (decoders: Decoders) =>
  async (batch: Batch): Promise<void> => {
    if (batch.topic === RAW_TOPIC) await decoders.learn(batch)
  }

/** The loop that runs a task's work. */
export const loopOf = (open: OpenTask, work: TaskWork, { instance, idle, reports }: TaskSetting): TaskLoop => {
  const { task, state, bell } = open
  const { run, limits, decoders, tally, signal } = instance
  const reader = new InputReader({ task, work, prepare: learnRaw(decoders), changed: bell.ring })
  const observer = run.observer ?? {}
  const meter = new TaskMeter(run.timers)
  const counted = (step: TakenStep): void => {
    tally.add(step)
    meter.committed(step.records)
  }
  const committer = new Committer({ task, state, observer, settled: bell.ring, counted })
  reports(() => reportOf(open, work, meter))
  return new TaskLoop({ task, work, reader, committer, bell, limits, timers: run.timers, meter, signal, idle })
}
