import type { ClaimedTask, Log, Position, Step } from '@order-up/contracts'

const watched = (task: ClaimedTask, committed: (positions: readonly Position[]) => void): ClaimedTask => ({
  task: task.task,
  positions: task.positions,
  schemaIds: task.schemaIds,
  lost: task.lost,
  restore: (apply) => task.restore(apply),
  read: (signal) => task.read(signal),
  ends: () => task.ends(),
  pause: (input) => task.pause(input),
  resume: (input) => task.resume(input),
  async commit(step: Step) {
    await task.commit(step)
    committed(step.positions)
  },
  close: () => task.close(),
})

async function* watchedClaims(
  claims: AsyncIterable<ClaimedTask>,
  committed: (positions: readonly Position[]) => void,
): AsyncGenerator<ClaimedTask> {
  for await (const task of claims) {
    committed(task.positions)
    yield watched(task, committed)
  }
}

/**
 * The same log, which tells what is durable: the positions of each task as it is claimed, for its predecessor may have
 * died before it could tell, and those of each commit.
 */
export const watchCommits = (log: Log, committed: (positions: readonly Position[]) => void): Log => ({
  partitions: log.partitions,
  claims: (tasks, signal) => watchedClaims(log.claims(tasks, signal), committed),
  decideSchema: (id) => log.decideSchema(id),
})
