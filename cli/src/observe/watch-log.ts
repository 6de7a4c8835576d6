import { type Batch, type ClaimedTask, type Log, type Step, withTasks } from '@order-up/contracts'

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
  restore: async (copy) => {
    const startedMs = nowMs()
    const mark = await task.restore(copy)
    for (const witness of witnesses) witness.restored?.(task, (nowMs() - startedMs) / 1_000)
    return mark
  },
  async *read(signal) {
    for await (const batch of task.read(signal)) {
      for (const witness of witnesses) witness.read?.(batch)
      yield batch
    }
  },
  commit: async (step) => {
    const startedMs = nowMs()
    const mark = await task.commit(step).catch((error: unknown) => {
      if (task.lost.aborted) for (const witness of witnesses) witness.fenced?.(task)
      throw error
    })
    for (const witness of witnesses) witness.committed?.(task, step, (nowMs() - startedMs) / 1_000)
    return mark
  },
  close: async () => {
    await task.close()
    for (const witness of witnesses) witness.closed?.(task)
  },
})

/** `log`, seen by witnesses. */
export const watchLog = (log: Log, watch: Watch): Log => {
  const watched = withTasks(log, (task) => {
    for (const witness of watch.witnesses) witness.claimed?.(task)
    return watchTask(task, watch)
  })
  return {
    ...watched,
    claims: (plan, signal) => {
      for (const witness of watch.witnesses) witness.joined?.()
      return watched.claims(plan, signal)
    },
  }
}
