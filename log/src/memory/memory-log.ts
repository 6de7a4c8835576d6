import { type Position, RAW_TOPIC } from '@order-up/contracts'
import type { TestLog, TestLogOptions } from '@order-up/contracts/kit'
import { Instance } from './instance.ts'
import { MemoryCore } from './memory-core.ts'
import { rawAppender } from './raw-appender.ts'
import { readInputs } from './read-inputs.ts'
import { ORDER_EVENT_ID } from './schema-decisions.ts'
import { endsOf } from './topics.ts'

export interface MemoryLogOptions extends TestLogOptions {
  /** Identifies the log to a sink; default `memory`. */
  readonly logId?: string
}

export interface MemoryLog extends TestLog {
  /** Forgets the records before each of these positions, which bounds the memory of a long run. */
  truncate(before: readonly Position[]): void
}

/** An empty log in this process, with everything that the port promises and a script of faults. */
export const createMemoryLog = (options: MemoryLogOptions): MemoryLog => {
  const core = new MemoryCore(options)
  const { topics, changed, partitions, maxBatch } = core
  return {
    logId: options.logId ?? 'memory',
    partitions,
    schemaId: ORDER_EVENT_ID,
    append: rawAppender({
      raw: topics.topic(RAW_TOPIC),
      maxUnread: options.maxUnread ?? Number.POSITIVE_INFINITY,
      changed,
    }),
    ends: async (topic) => endsOf(topics.topic(topic)),
    read: (from, signal) =>
      readInputs({
        from: from.map((position) => ({ log: topics.partition(position), offset: position.offset })),
        signal,
        ended: () => false,
        isPaused: () => false,
        changed,
        choose: core.newChoice(),
        maxBatch,
      }),
    connect: (engine) => new Instance(core, engine),
    get commits() {
      return core.commits
    },
    truncate: (before) => {
      for (const position of before) topics.partition(position).truncate(position.offset)
    },
  }
}
