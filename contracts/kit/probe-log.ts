import type { Batch, ClaimedTask, Log, Step, Task } from '../src/log-port.ts'
import { withTasks } from '../src/with-tasks.ts'

/** What a kit sees of an engine's dealings with its log. */
export interface LogProbe {
  /** A batch that is about to reach the engine. */
  readonly onBatch?: (batch: Batch) => void | Promise<void>
  /** A step that the engine asks to commit. */
  readonly onCommit?: (step: Step, task: Task) => void | Promise<void>
  /** A step that is durable, just before the engine learns of it. */
  readonly onCommitted?: (step: Step, task: Task) => void | Promise<void>
}

const probeTask = (task: ClaimedTask, probe: LogProbe): ClaimedTask => ({
  task: task.task,
  positions: task.positions,
  schemaIds: task.schemaIds,
  lost: task.lost,
  restore: (copy) => task.restore(copy),
  ends: () => task.ends(),
  pause: (input) => task.pause(input),
  resume: (input) => task.resume(input),
  close: () => task.close(),
  async *read(signal) {
    for await (const batch of task.read(signal)) {
      await probe.onBatch?.(batch)
      yield batch
    }
  },
  async commit(step) {
    await probe.onCommit?.(step, task.task)
    const mark = await task.commit(step)
    await probe.onCommitted?.(step, task.task)
    return mark
  },
})

/** `log`, watched by `probe`. */
export const probeLog = (log: Log, probe: LogProbe): Log => withTasks(log, (task) => probeTask(task, probe))
