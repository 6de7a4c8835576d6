import { type ClaimedTask, type Log, OUTPUT_TOPICS, type Step } from '@order-up/contracts'

/** Records and bytes, keys and values, that went to one kind of topic. */
export interface Volume {
  records: number
  keyBytes: number
  valueBytes: number
}

/** What an engine has written, by topic; the changelog under its own name. */
export interface WrittenVolumes {
  commits: number
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

const countStep = (written: WrittenVolumes, { outputs, state }: Step): void => {
  written.commits += 1
  for (const { output, key, value } of outputs) count(written, OUTPUT_TOPICS[output], key, value)
  for (const { key, value } of state) count(written, CHANGELOG, key, value)
}

const countingTask = (task: ClaimedTask, written: WrittenVolumes): ClaimedTask =>
  new Proxy(task, {
    get: (target, name) => {
      if (name === 'commit')
        return (step: Step) => {
          countStep(written, step)
          return target.commit(step)
        }
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** `log`, which counts what is committed on it. */
export const counting = (log: Log, written: WrittenVolumes): Log => ({
  partitions: log.partitions,
  decideSchema: (id) => log.decideSchema(id),
  async *claims(tasks, signal) {
    for await (const task of log.claims(tasks, signal)) yield countingTask(task, written)
  },
})
