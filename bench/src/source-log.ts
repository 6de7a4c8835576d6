import {
  type Batch,
  type ClaimedTask,
  type Log,
  type LogRecord,
  ORDER_EVENT_SCHEMA,
  RAW_TOPIC,
  type Step,
} from '@order-up/contracts'

export const SCHEMA_ID = 1

/** Records of one partition, in order of offset; made as they are read. */
export type PartitionSource = Iterable<readonly LogRecord[]>

export interface SourceLogOptions {
  /** Batches by partition. */
  readonly sources: readonly PartitionSource[]
  /** Records in each source. */
  readonly lengths: readonly number[]
  /** Called with every step, which is then dropped. */
  readonly committed: (step: Step) => void
  /** Called once when the engine has handled all there is and asks for more; reading ends after it. */
  readonly exhausted: () => void
}

/** A log that makes its raw records up as they are read and keeps nothing: what remains in memory is the engine's. */
export const sourceLog = ({ sources, lengths, committed, exhausted }: SourceLogOptions): Log => {
  const partitions = sources.length
  const paused = new Set<number>()

  async function* read(): AsyncIterable<Batch> {
    const readers = sources.map((source) => source[Symbol.iterator]())
    const open = new Set(readers.keys())
    while (open.size > 0)
      for (const partition of open) {
        if (paused.has(partition) && paused.size < open.size) continue
        const { value: records, done } = readers[partition]!.next()
        if (done === true) {
          open.delete(partition)
          continue
        }
        const nextOffset = (records.at(-1) as LogRecord).offset + 1
        yield { topic: RAW_TOPIC, partition, records, nextOffset, endOffset: lengths[partition] as number }
      }
    exhausted()
  }

  const task = (inputs: ClaimedTask['task']): ClaimedTask => ({
    task: inputs,
    positions: inputs.inputs.map((input) => ({ ...input, offset: 0 })),
    schemaIds: { curated: 2, customers: 3, metrics: 4, late: 5, dlq: 6 },
    lost: new AbortController().signal,
    restore: async () => '',
    read,
    ends: async () => inputs.inputs.map((input) => ({ ...input, offset: lengths[input.partition] as number })),
    pause: ({ partition }) => void paused.add(partition),
    resume: ({ partition }) => void paused.delete(partition),
    commit: async (step) => {
      committed(step)
      return ''
    },
    close: async () => {},
  })

  return {
    partitions,
    async *claims({ tasks }) {
      for (const each of tasks) yield task(each)
    },
    ends: async (inputs) => inputs.map((input) => ({ ...input, offset: lengths[input.partition] as number })),
    committed: async () => [],
    decide: async (_: string, proposal?: string) => proposal as string,
    decideSchema: async (id) => (id === SCHEMA_ID ? ORDER_EVENT_SCHEMA : null),
  }
}
