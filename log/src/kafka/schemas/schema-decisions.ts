import { MAX_SCHEMA_ID, OrderUpError } from '@order-up/contracts'
import type { KafkaTimings } from '../connection.ts'
import { type Decided, FirstRecords, type RecordFormat } from '../control/first-records.ts'
import { Backoff, sleep } from '../retrying.ts'
import { SCHEMAS_TOPIC } from '../topic-names.ts'
import type { SchemaSource } from './schema-source.ts'

export interface DecisionOptions {
  readonly control: Decided
  readonly source: SchemaSource
  readonly timings: KafkaTimings
  readonly log: (line: string) => void
}

const FORMAT: RecordFormat<string | null> = {
  write: (id, schema) => ({ id: Number(id), schema }),
  read: (value) => {
    const { id, schema } = value as { readonly id?: unknown; readonly schema?: unknown }
    if (typeof id !== 'number' || (typeof schema !== 'string' && schema !== null)) return undefined
    return { name: String(id), value: schema }
  },
}

/** What schema ids stand for: the first record of the control topic counts, for every engine and for ever (V3). */
export class SchemaDecisions {
  readonly #options: DecisionOptions
  readonly #decided: FirstRecords<string | null>

  constructor(options: DecisionOptions) {
    this.#options = options
    this.#decided = new FirstRecords({ control: options.control, topic: SCHEMAS_TOPIC, format: FORMAT })
  }

  /** Waits for the registry as long as it takes; rejects with OU1208 when `signal` fires before. */
  async decide(id: number, signal: AbortSignal): Promise<string | null> {
    if (id < 1 || id > MAX_SCHEMA_ID) return null
    return this.#decided.decide(String(id), () => this.#ask(id, signal), signal)
  }

  /** Asks until there is an answer; "no such schema" needs to be heard twice, some time apart. */
  async #ask(id: number, signal: AbortSignal): Promise<string | null> {
    const { source, timings, log } = this.#options
    const backoff = new Backoff(timings)
    let wasAbsent = false
    while (!signal.aborted) {
      try {
        const answer = await source.find(id)
        if (answer.kind === 'found') return answer.text
        if (wasAbsent) return null
        wasAbsent = true
        log(`the registry knows no schema id ${id}; asking again in ${timings.firmAbsenceMs} ms`)
        await sleep(timings.firmAbsenceMs, signal)
      } catch (error) {
        log(`waiting for the registry to say what schema id ${id} is: ${(error as Error).message}`)
        await backoff.wait(signal)
      }
    }
    throw new OrderUpError('OU1208', { detail: `schema id ${id} is undecided` })
  }
}
