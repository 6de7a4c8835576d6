import type { ClaimedTask, Log } from './log-port.ts'

/** `log`, each of whose tasks is handed out as `dress` makes it. */
export const withTasks = (log: Log, dress: (task: ClaimedTask) => ClaimedTask): Log => ({
  partitions: log.partitions,
  ends: (inputs) => log.ends(inputs),
  committed: (plan) => log.committed(plan),
  decideSchema: (id) => log.decideSchema(id),
  decide: log.decide.bind(log) as Log['decide'],
  async *claims(plan, signal) {
    for await (const task of log.claims(plan, signal)) yield dress(task)
  },
})
