import {
  type LoadBatch,
  type LoadReport,
  OrderUpError,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type OutputName,
  type Position,
  type Sink,
  type Timers,
  type TopicReader,
} from '@order-up/contracts'
import { Bell } from './bell.ts'
import type { LoadSize } from './cut-load.ts'
import { PendingRecords } from './pending-records.ts'
import { addLoad, emptySummary, type SinkSummary } from './sink-summary.ts'

export interface LoadLimits extends LoadSize {
  /** How long, in ms, the first record after a lull waits for others to be loaded with it. */
  readonly lingerMs: number
}

export const DEFAULT_LOAD_LIMITS: LoadLimits = { maxRecords: 5_000, maxBytes: 4_194_304, lingerMs: 50 }

/** A load that has become durable. */
export interface Loaded {
  readonly output: OutputName
  /** Where the topic's partitions go on. */
  readonly positions: readonly Position[]
  readonly report: LoadReport
}

export interface SinkRun {
  readonly reader: TopicReader
  readonly sink: Sink
  /** Whose positions to go on from; loaders of one group relieve each other. Default `order-up`. */
  readonly group?: string
  /** Ends the run after the load that is under way. */
  readonly signal: AbortSignal
  readonly timers: Timers
  readonly limits?: Partial<LoadLimits>
  /** Stop at the ends that the topics have now. */
  readonly untilEnd?: boolean
  /** Told of each load; must not throw. */
  readonly loaded?: (loaded: Loaded) => void
}

export const DEFAULT_GROUP = 'order-up'

const positionsOf = ({ output, spans }: LoadBatch): readonly Position[] =>
  spans.map(({ partition, nextOffset }) => ({ topic: OUTPUT_TOPICS[output], partition, offset: nextOffset }))

/** The ends of the output topics. Throws OU1307 where one lies before `from`: then that was another log. */
const endsBehind = async (reader: TopicReader, from: readonly Position[]): Promise<readonly Position[]> => {
  const ends = (await Promise.all(OUTPUT_NAMES.map((output) => reader.ends(OUTPUT_TOPICS[output])))).flat()
  for (const { topic, partition, offset } of from) {
    const end = ends.find((other) => other.topic === topic && other.partition === partition)
    if (end !== undefined && end.offset < offset)
      throw new OrderUpError('OU1307', { detail: `${topic}/${partition} ends at ${end.offset}, loaded to ${offset}` })
  }
  return ends
}

/** A promise that is awaited later, and may fail before. */
const handled = (promise: Promise<void>): Promise<void> => {
  promise.catch(() => {})
  return promise
}

/** One run: reads ahead while the load before is under way. */
class Loader {
  readonly #run: SinkRun
  readonly #limits: LoadLimits
  readonly #pending: PendingRecords
  readonly #from: readonly Position[]
  readonly #until: readonly Position[] | undefined
  readonly #arrived = new Bell()
  readonly #taken = new Bell()
  /** Fires when nothing more will arrive: the end, the run's signal, or a failure of either side. */
  readonly #ended = new AbortController()
  summary: SinkSummary = emptySummary()

  constructor(run: SinkRun, from: readonly Position[], until: readonly Position[] | undefined) {
    this.#run = run
    this.#limits = { ...DEFAULT_LOAD_LIMITS, ...run.limits }
    this.#pending = new PendingRecords(from, this.#limits)
    this.#from = from
    this.#until = until
  }

  /** Reads and loads side by side; throws what either throws, once both have ended. */
  async run(): Promise<SinkSummary> {
    const sides = [this.#read(), this.#load()].map((side) => side.finally(() => this.#end()))
    for (const side of await Promise.allSettled(sides)) if (side.status === 'rejected') throw side.reason
    return this.summary
  }

  #end(): void {
    this.#ended.abort()
    this.#arrived.ring()
    this.#taken.ring()
  }

  get #isRead(): boolean {
    return this.#until !== undefined && this.#pending.hasReached(this.#until)
  }

  async #read(): Promise<void> {
    if (this.#isRead) return
    const signal = AbortSignal.any([this.#run.signal, this.#ended.signal])
    for await (const batch of this.#run.reader.read(this.#from, signal)) {
      this.#pending.add(batch)
      this.#arrived.ring()
      if (this.#isRead) return
      while (this.#pending.isFull && !this.#ended.signal.aborted) await this.#taken.rung()
    }
  }

  /** Keeps two loads on their way, so that one is prepared while the database is at the other. */
  async #load(): Promise<void> {
    const underWay: Promise<void>[] = []
    try {
      while (!this.#run.signal.aborted) {
        const batch = underWay.length < 2 ? this.#pending.take() : undefined
        if (batch !== undefined) underWay.push(handled(this.#loadOne(batch)))
        else if (underWay.length > 0) await underWay.shift()
        else if (this.#ended.signal.aborted) return
        else await this.#gather()
      }
      await Promise.all(underWay)
    } finally {
      await Promise.allSettled(underWay)
    }
  }

  /** Waits for the first record after a lull, and a little longer for others. */
  async #gather(): Promise<void> {
    await this.#arrived.rung()
    await this.#run.timers.sleep(this.#limits.lingerMs, this.#ended.signal)
  }

  async #loadOne(batch: LoadBatch): Promise<void> {
    const { sink, loaded } = this.#run
    this.#taken.ring()
    const report = await sink.load(batch)
    this.summary = addLoad(this.summary, batch.output, batch.records.length, report)
    loaded?.({ output: batch.output, positions: positionsOf(batch), report })
  }
}

/**
 * Loads the output topics into a sink, from where its group has come to, until the end asked for or until `signal`
 * fires: exactly once, whatever crashes where, since rows and positions become durable together.
 *
 * Rejects with OU1301, OU1307, OU1308, OU1502 or OU7003 as the sink's port says.
 */
export const runSink = async (run: SinkRun): Promise<SinkSummary> => {
  const { reader, sink, group = DEFAULT_GROUP, signal, untilEnd = false } = run
  const from = await sink.claim({ group, logId: reader.logId, partitions: reader.partitions })
  const ends = await endsBehind(reader, from)
  const loader = new Loader(run, from, untilEnd ? ends : undefined)
  return loader.run().catch((failure: unknown) => {
    if (signal.aborted && failure instanceof OrderUpError && failure.retryable) return loader.summary
    throw failure
  })
}
