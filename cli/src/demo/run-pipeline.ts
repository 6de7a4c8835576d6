import {
  type EngineRun,
  OrderUpError,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type Position,
  RAW_TOPIC,
  type RawAppend,
  type RunSummary,
} from '@order-up/contracts'
import type { MemoryLog } from '@order-up/log'
import { atRate, type Clock, type Produced, type ProduceProgress, produce } from '@order-up/producer'
import { runCrew } from './crew.ts'
import { Reached } from './reached.ts'
import { addSummaries } from './run-summaries.ts'
import { Witness } from './witness.ts'

/** A run of the engine, unbounded or flushed, on the log it connects to; `committed` is told each durable position. */
export type RunEngine = (
  run: Pick<EngineRun, 'signal' | 'flush'>,
  committed: (positions: readonly Position[]) => void,
) => Promise<RunSummary>

/** Loads the output topics until `signal` fires; `loaded` is told each durable position. */
export type Load = (signal: AbortSignal, loaded: (positions: readonly Position[]) => void) => Promise<void>

export interface PipelineOptions {
  readonly log: MemoryLog
  readonly records: Iterable<RawAppend> | AsyncIterable<RawAppend>
  /** Raw records a second; 0 for as fast as they are taken. */
  readonly rate: number
  readonly runEngine: RunEngine
  readonly load: Load
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly sent?: (progress: ProduceProgress) => void
}

export interface PipelineResult {
  readonly produced: Produced
  /** What the engine says of itself, over all its runs. */
  readonly summary: RunSummary
  readonly witness: Witness
}

/** Output records that may wait for the database before the producer waits too. */
const MAX_BACKLOG = 50_000

const TOPICS = OUTPUT_NAMES.map((output) => OUTPUT_TOPICS[output])

/** One run of the pipeline: producer, engine, loader and witness side by side on one log. */
class Pipeline {
  readonly witness: Witness
  produced: Produced = { records: 0, bytes: 0, unsent: 0 }
  readonly summaries: RunSummary[] = []
  readonly #options: PipelineOptions
  readonly #computed = new Reached()
  readonly #loaded = new Reached()
  readonly #seen = new Reached()
  /** Fires when all that was produced has been computed, so that the log can be flushed. */
  readonly #fed = new AbortController()
  /** Where the topics end for good; undefined while the engine runs. */
  #ends: readonly Position[] | undefined

  constructor(options: PipelineOptions) {
    this.#options = options
    this.witness = new Witness(options.log.schemaId)
  }

  /** Produces everything, waits until the engine has committed it, and ends the engine's unbounded run. */
  feed = async (signal: AbortSignal): Promise<void> => {
    const { log, records, rate, clock, sent } = this.#options
    this.produced = await produce({
      records: this.#throttled(records, signal),
      writer: log,
      ...(rate > 0 && { pace: atRate(rate) }),
      clock,
      signal,
      ...(sent && { observer: { sent } }),
    })
    const ends = await log.ends(RAW_TOPIC)
    await this.#computed.until(() => this.#computed.covers(ends), signal)
    this.#fed.abort()
  }

  /** Runs the engine while records come in, then once more to declare the log complete. */
  compute = async (signal: AbortSignal): Promise<void> => {
    const committed = (positions: readonly Position[]): void => {
      this.#computed.advance(positions)
      this.#trim([RAW_TOPIC], this.#computed)
    }
    const { runEngine, log } = this.#options
    this.summaries.push(await runEngine({ signal: AbortSignal.any([signal, this.#fed.signal]) }, committed))
    if (signal.aborted) return
    this.summaries.push(await runEngine({ signal, flush: true }, committed))
    const ends = await Promise.all([RAW_TOPIC, ...TOPICS].map((topic) => log.ends(topic)))
    this.#ends = ends.flat()
    for (const reader of [this.#loaded, this.#seen]) reader.advance([])
  }

  load = (signal: AbortSignal): Promise<void> =>
    this.#untilEnd(this.#loaded, signal, (stopped) =>
      this.#options.load(stopped, (positions) => {
        this.#loaded.advance(positions)
        this.#trim(TOPICS, this.#loaded)
      }),
    )

  watch = (signal: AbortSignal): Promise<void> =>
    this.#untilEnd(this.#seen, signal, async (stopped) => {
      const { log } = this.#options
      for await (const batch of log.read(Witness.start(log.partitions), stopped)) {
        this.witness.see(batch)
        this.#seen.advance([{ topic: batch.topic, partition: batch.partition, offset: batch.nextOffset }])
      }
    })

  /** Runs `read` until `reader` has reached the end of its topics. */
  async #untilEnd(reader: Reached, signal: AbortSignal, read: (stopped: AbortSignal) => Promise<void>): Promise<void> {
    const done = new AbortController()
    const topics = new Set(reader === this.#loaded ? TOPICS : [RAW_TOPIC, ...TOPICS])
    const isDone = (): boolean =>
      this.#ends !== undefined && reader.covers(this.#ends.filter(({ topic }) => topics.has(topic)))
    const reading = read(AbortSignal.any([signal, done.signal]))
    const stop = reader.until(isDone, signal).then(() => done.abort())
    await Promise.race([reading, stop])
    await reading
    if (!signal.aborted && !isDone()) throw new OrderUpError('OU7001', { detail: 'a reader left before the end' })
  }

  /** The records, held back while more of what they yield waits for the database than it should. */
  async *#throttled(records: PipelineOptions['records'], signal: AbortSignal): AsyncGenerator<RawAppend> {
    let taken = 0
    for await (const record of records) {
      if (taken % 1_000 === 0) await this.#room(signal)
      taken += 1
      yield record
    }
  }

  async #room(signal: AbortSignal): Promise<void> {
    const { log } = this.#options
    const ends = (await Promise.all(TOPICS.map((topic) => log.ends(topic)))).flat()
    const backlog = (): number => ends.reduce((sum, end) => sum + Math.max(0, end.offset - this.#loaded.at(end)), 0)
    await this.#loaded.until(() => backlog() <= MAX_BACKLOG, signal)
  }

  /** Forgets the records of `topics` that all their readers are done with. */
  #trim(topics: readonly string[], reader: Reached): void {
    const { log } = this.#options
    log.truncate(
      topics.flatMap((topic) =>
        Array.from({ length: log.partitions }, (_, partition) => ({
          topic,
          partition,
          offset: Math.min(reader.at({ topic, partition }), this.#seen.at({ topic, partition })),
        })),
      ),
    )
  }
}

/**
 * Runs records through producer, log, engine and database side by side, in bounded memory: each waits where the next
 * one is behind, and the log forgets what all have read. The log is then declared complete (E5), and it resolves when
 * everything that came of it is in the database. Rejects with the first failure of any part, or with the reason of
 * `signal`, when all parts have ended.
 */
export const runPipeline = async (options: PipelineOptions): Promise<PipelineResult> => {
  const pipeline = new Pipeline(options)
  await runCrew([pipeline.feed, pipeline.compute, pipeline.load, pipeline.watch], options.signal)
  return { produced: pipeline.produced, summary: addSummaries(pipeline.summaries), witness: pipeline.witness }
}
