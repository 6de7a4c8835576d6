import { type Batch, type Engine, OUTPUT_TOPICS, type Position, RAW_TOPIC, type RawAppend } from '@order-up/contracts'
import { probeLog, turnTimers } from '@order-up/contracts/kit'
import { createMemoryLog, type MemoryLog } from '@order-up/log'

/** Raw records, the same each time that they are asked for. */
export type Source = (log: Pick<MemoryLog, 'partitions' | 'schemaId'>) => Iterable<RawAppend> | AsyncIterable<RawAppend>

export interface OverOptions {
  readonly engine: Engine
  readonly source: Source
  readonly partitions: number
  /** Given every batch of every topic, raw included, once. */
  readonly see: (batch: Batch) => void
}

/** Raw records that may wait for the engine, and that go into the log at once. */
const MAX_UNREAD = 20_000
const CHUNK = 1_000

const TOPICS = [RAW_TOPIC, ...Object.values(OUTPUT_TOPICS)]

const startOf = ({ partitions }: MemoryLog): readonly Position[] =>
  TOPICS.flatMap((topic) => Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: 0 })))

const feed = async (log: MemoryLog, source: Source, signal: AbortSignal): Promise<void> => {
  let chunk: RawAppend[] = []
  for await (const record of source(log)) {
    if (chunk.push(record) < CHUNK) continue
    await log.append(chunk, signal)
    chunk = []
  }
  await log.append(chunk, signal)
}

/** Reads every topic while it fills; the log forgets what has been read, of raw what the engine has committed too. */
class Reading {
  readonly #log: MemoryLog
  readonly #see: (batch: Batch) => void
  readonly #reached = new Map<string, number>()
  #advanced = (): void => {}

  constructor(log: MemoryLog, see: (batch: Batch) => void) {
    this.#log = log
    this.#see = see
  }

  async run(signal: AbortSignal): Promise<void> {
    for await (const batch of this.#log.read(startOf(this.#log), signal)) {
      const { topic, partition, nextOffset } = batch
      this.#see(batch)
      this.#reached.set(`${topic}/${partition}`, nextOffset)
      if (topic !== RAW_TOPIC) this.#log.truncate([{ topic, partition, offset: nextOffset }])
      this.#advanced()
    }
  }

  /** Forgets of raw what both have passed. */
  committed(positions: readonly Position[]): void {
    for (const { topic, partition, offset } of positions)
      if (topic === RAW_TOPIC)
        this.#log.truncate([
          { topic, partition, offset: Math.min(offset, this.#reached.get(`${topic}/${partition}`) ?? 0) },
        ])
  }

  /** Resolves when every topic has been read to its present end. */
  async toTheEnd(): Promise<void> {
    const ends = (await Promise.all(TOPICS.map((topic) => this.#log.ends(topic)))).flat()
    const isThere = (): boolean =>
      ends.every(({ topic, partition, offset }) => (this.#reached.get(`${topic}/${partition}`) ?? 0) >= offset)
    while (!isThere())
      await new Promise<void>((resolve) => {
        this.#advanced = resolve
      })
  }
}

/**
 * Runs an engine over a raw log while that comes in, then declares it complete (E5). In bounded memory: each waits where
 * the next is behind, and what all have read is forgotten.
 */
export const runOver = async ({ engine, source, partitions, see }: OverOptions): Promise<void> => {
  const log = createMemoryLog({ partitions, maxUnread: MAX_UNREAD })
  const reading = new Reading(log, see)
  const [fed, done] = [new AbortController(), new AbortController()]
  const read = reading.run(done.signal)
  const run = (options: { readonly signal: AbortSignal; readonly flush?: boolean }) => {
    const probe = {
      onCommitted: ({ positions }: { readonly positions: readonly Position[] }) => reading.committed(positions),
    }
    return engine.run({ ...options, log: probeLog(log.connect({ name: engine.name }), probe), timers: turnTimers() })
  }
  try {
    const feeding = feed(log, source, done.signal).finally(() => fed.abort('fed'))
    await Promise.all([run({ signal: fed.signal }), feeding])
    await run({ signal: done.signal, flush: true })
    await Promise.race([reading.toTheEnd(), read])
  } finally {
    done.abort('over')
  }
  await read
}
