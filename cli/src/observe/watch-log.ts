import type { Batch, ClaimedTask, Log, Step } from '@order-up/contracts'

/** Sees an engine's dealings with its log, whichever engine it is; must not throw. */
export interface LogWitness {
  joined?(): void
  claimed?(task: ClaimedTask): void
  restored?(task: ClaimedTask, seconds: number): void
  read?(batch: Batch): void
  /** A step that is durable. */
  committed?(task: ClaimedTask, step: Step, seconds: number): void
  /** A step that was refused, since another instance has the task. */
  fenced?(task: ClaimedTask): void
  closed?(task: ClaimedTask): void
}

interface Watch {
  readonly witnesses: readonly LogWitness[]
  readonly nowMs: () => number
}

const watchTask = (task: ClaimedTask, { witnesses, nowMs }: Watch): ClaimedTask => ({
  task: task.task,
  positions: task.positions,
  schemaIds: task.schemaIds,
  lost: task.lost,
  ends: () => task.ends(),
  pause: (input) => task.pause(input),
  resume: (input) => task.resume(input),
  restore: async (apply) => {
    const startedMs = nowMs()
    await task.restore(apply)
    for (const witness of witnesses) witness.restored?.(task, (nowMs() - startedMs) / 1_000)
  },
  async *read(signal) {
    for await (const batch of task.read(signal)) {
      for (const witness of witnesses) witness.read?.(batch)
      yield batch
    }
  },
  commit: async (step) => {
    const startedMs = nowMs()
    try {
      await task.commit(step)
    } catch (error) {
      if (task.lost.aborted) for (const witness of witnesses) witness.fenced?.(task)
      throw error
    }
    for (const witness of witnesses) witness.committed?.(task, step, (nowMs() - startedMs) / 1_000)
  },
  close: async () => {
    await task.close()
    for (const witness of witnesses) witness.closed?.(task)
  },
})

/** `log`, seen by witnesses. */
export const watchLog = (log: Log, watch: Watch): Log => ({
  partitions: log.partitions,
  decideSchema: (id) => log.decideSchema(id),
  async *claims(tasks, signal) {
    for (const witness of watch.witnesses) witness.joined?.()
    for await (const task of log.claims(tasks, signal)) {
      for (const witness of watch.witnesses) witness.claimed?.(task)
      yield watchTask(task, watch)
    }
  },
})
