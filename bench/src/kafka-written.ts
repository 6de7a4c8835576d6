import { type Log, OUTPUT_TOPICS, type Step, type Task } from '@order-up/contracts'
import { probeLog } from '@order-up/contracts/kit'

/** Records and bytes, keys and values, that went to one kind of topic. */
export interface Volume {
  records: number
  keyBytes: number
  valueBytes: number
}

/** What an engine has written, by topic; the changelog under its own name. */
export interface WrittenVolumes {
  commits: number
  /** Commits of each task. */
  readonly tasks: Record<string, number>
  readonly topics: Record<string, Volume>
}

export const CHANGELOG = 'changelog'

const count = ({ topics }: WrittenVolumes, topic: string, key: Buffer, value: Buffer | null): void => {
  const volume = topics[topic] ?? { records: 0, keyBytes: 0, valueBytes: 0 }
  topics[topic] = volume
  volume.records += 1
  volume.keyBytes += key.length
  volume.valueBytes += value?.length ?? 0
}

const countStep = (written: WrittenVolumes, { outputs, state }: Step, { name }: Task): void => {
  written.commits += 1
  written.tasks[name] = (written.tasks[name] ?? 0) + 1
  for (const { output, key, value } of outputs) count(written, OUTPUT_TOPICS[output], key, value)
  for (const { key, value } of state) count(written, CHANGELOG, key, value)
}

/** Nothing yet. */
export const noVolumes = (): WrittenVolumes => ({ commits: 0, tasks: {}, topics: {} })

/** `log`, which counts what is committed on it. */
export const counting = (log: Log, written: WrittenVolumes): Log =>
  probeLog(log, { onCommit: (step, task) => countStep(written, step, task) })
