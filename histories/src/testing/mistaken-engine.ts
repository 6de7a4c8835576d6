import type { ClaimedTask, Engine, Log, Step } from '@order-up/contracts'

const mistakenTask = (task: ClaimedTask, mistake: (step: Step) => Step): ClaimedTask => ({
  task: task.task,
  positions: task.positions,
  schemaIds: task.schemaIds,
  lost: task.lost,
  restore: (apply) => task.restore(apply),
  read: (signal) => task.read(signal),
  ends: () => task.ends(),
  pause: (input) => task.pause(input),
  resume: (input) => task.resume(input),
  close: () => task.close(),
  commit: (step) => task.commit(mistake(step)),
})

const mistakenLog = (log: Log, mistake: (step: Step) => Step): Log => ({
  partitions: log.partitions,
  decideSchema: (id) => log.decideSchema(id),
  async *claims(tasks, signal) {
    for await (const task of log.claims(tasks, signal)) yield mistakenTask(task, mistake)
  },
})

/** An engine with a mistake planted in it: what it asks to commit is changed on the way. */
export const mistaken = (engine: Engine, mistake: (step: Step) => Step): Engine => ({
  name: engine.name,
  run: (run) => engine.run({ ...run, log: mistakenLog(run.log, mistake) }),
})
