import { type EnsureOptions, ensureTopics } from '../admin/ensure-topics.ts'
import { decisionsSpec } from '../admin/topic-specs.ts'
import { retrying } from '../retrying.ts'
import { decisionsTopic } from '../topic-names.ts'
import { ControlLog, type ControlOptions } from './control-log.ts'
import { FirstRecords, type RecordFormat } from './first-records.ts'

export interface EngineDecisionsOptions extends Omit<ControlOptions, 'topics'> {
  readonly engine: string
  readonly ensure: EnsureOptions
}

const FORMAT: RecordFormat<string> = {
  write: (name, value) => ({ name, value }),
  read: (record) => {
    const { name, value } = record as { readonly name?: unknown; readonly value?: unknown }
    return typeof name === 'string' && typeof value === 'string' ? { name, value } : undefined
  },
}

/** What an engine decides once for all of its instances: a topic of its own, kept for ever. */
export class EngineDecisions {
  readonly #options: EngineDecisionsOptions
  readonly #control: ControlLog
  readonly #decided: FirstRecords<string>
  #isReady = false

  constructor(options: EngineDecisionsOptions) {
    const topic = decisionsTopic(options.engine)
    this.#options = options
    this.#control = new ControlLog({ ...options, topics: [topic] })
    this.#decided = new FirstRecords({ control: this.#control, topic, format: FORMAT })
  }

  /** What has been decided about `name`; the first proposal counts. Undefined where there has been none. */
  async decide(name: string, proposal: string | undefined, signal: AbortSignal): Promise<string | undefined> {
    await this.#prepare(signal)
    if (proposal === undefined) return this.#decided.find(name, signal)
    return this.#decided.decide(name, async () => proposal, signal)
  }

  close(): Promise<void> {
    return this.#control.close()
  }

  async #prepare(signal: AbortSignal): Promise<void> {
    if (this.#isReady) return
    const { engine, names, cluster, ensure, timings, log } = this.#options
    await retrying({ timings, signal, log, what: `decisions of ${engine}` }, () =>
      ensureTopics(cluster, [decisionsSpec(names, engine)], ensure),
    )
    this.#isReady = true
  }
}
