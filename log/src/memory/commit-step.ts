import type { Step, TopicPartition } from '@order-up/contracts'
import type { RouteOutput } from './output-routes.ts'
import type { PartitionLog } from './partition-log.ts'
import type { TaskState } from './task-state.ts'

export interface Commit {
  readonly step: Step
  readonly route: RouteOutput
  /** The log of an internal partition. */
  readonly internal: (input: TopicPartition) => PartitionLog
  readonly state: TaskState
  readonly timestampMs: number
}

/** Each transaction leaves a marker in every partition that it wrote to, committed or aborted. */
const leaveMarkers = (routes: readonly PartitionLog[]): void => {
  for (const route of new Set(routes)) route.skip(1)
}

/**
 * Puts a whole step in place. All that can fail comes first, and nothing waits: a reader sees all of it or nothing (E1).
 */
export const commitStep = ({ step, route, internal, state, timestampMs }: Commit): void => {
  const routes = step.outputs.map(route)
  const shuffled = (step.internal ?? []).map((record) => ({ to: internal(record), value: record.value }))
  for (let index = 0; index < routes.length; index++) {
    const { key, value } = step.outputs[index]!
    routes[index]!.append({ timestampMs, key, value })
  }
  for (const { to, value } of shuffled) to.append({ timestampMs, key: null, value })
  leaveMarkers([...routes, ...shuffled.map(({ to }) => to)])
  state.commit(step.state, step.positions)
}

/** What a transaction leaves that dies half written: used offsets, and nothing to read. */
export const abortHalfOf = ({ step, route }: Pick<Commit, 'step' | 'route'>): void => {
  const written = step.outputs.slice(0, Math.ceil(step.outputs.length / 2)).map(route)
  for (const partition of written) partition.skip(1)
  leaveMarkers(written)
}
