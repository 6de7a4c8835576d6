import { type ClaimedTask, type Engine, type Step, withTasks } from '@order-up/contracts'

const mistakenTask = (task: ClaimedTask, mistake: (step: Step) => Step): ClaimedTask => ({
  task: task.task,
  positions: task.positions,
  schemaIds: task.schemaIds,
  lost: task.lost,
  restore: (copy) => task.restore(copy),
  read: (signal) => task.read(signal),
  ends: () => task.ends(),
  pause: (input) => task.pause(input),
  resume: (input) => task.resume(input),
  close: () => task.close(),
  commit: (step) => task.commit(mistake(step)),
})

/** An engine with a mistake planted in it: what it asks to commit is changed on the way. */
export const mistaken = (engine: Engine, mistake: (step: Step) => Step): Engine => ({
  name: engine.name,
  run: (run) => engine.run({ ...run, log: withTasks(run.log, (task) => mistakenTask(task, mistake)) }),
})
