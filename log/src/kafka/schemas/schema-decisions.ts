import { MAX_SCHEMA_ID, OrderUpError } from '@order-up/contracts'
import type { KafkaTimings } from '../connection.ts'
import type { ControlLog } from '../control/control-log.ts'
import { Backoff, sleep } from '../retrying.ts'
import { SCHEMAS_TOPIC } from '../topic-names.ts'
import type { SchemaSource } from './schema-source.ts'

export interface DecisionOptions {
  readonly control: Pick<ControlLog, 'upToNow' | 'append'>
  readonly source: SchemaSource
  readonly timings: KafkaTimings
  readonly log: (line: string) => void
}

interface Decision {
  readonly id: number
  readonly schema: string | null
}

const decisionIn = (value: Buffer | null): Decision => {
  const { id, schema } = JSON.parse(String(value)) as Partial<Decision>
  if (typeof id !== 'number' || (typeof schema !== 'string' && schema !== null))
    throw new OrderUpError('OU1306', { detail: SCHEMAS_TOPIC })
  return { id, schema }
}

/** What schema ids stand for: the first record of the control topic counts, for every engine and for ever (V3). */
export class SchemaDecisions {
  readonly #options: DecisionOptions
  readonly #decided = new Map<number, string | null>()
  #read = 0

  constructor(options: DecisionOptions) {
    this.#options = options
  }

  /** Waits for the registry as long as it takes; rejects with OU1208 when `signal` fires before. */
  async decide(id: number, signal: AbortSignal): Promise<string | null> {
    if (id < 1 || id > MAX_SCHEMA_ID) return null
    if (!this.#decided.has(id)) await this.#learn(signal)
    if (!this.#decided.has(id)) await this.#record({ id, schema: await this.#ask(id, signal) }, signal)
    return this.#decided.get(id) ?? null
  }

  async #record(decision: Decision, signal: AbortSignal): Promise<void> {
    const record = { key: Buffer.from(String(decision.id)), value: Buffer.from(JSON.stringify(decision)) }
    await this.#options.control.append(SCHEMAS_TOPIC, record, signal)
    await this.#learn(signal)
  }

  /** Takes in what the control topic holds by now. */
  async #learn(signal: AbortSignal): Promise<void> {
    const records = await this.#options.control.upToNow(SCHEMAS_TOPIC, signal)
    for (const { value } of records.slice(this.#read)) {
      const { id, schema } = decisionIn(value)
      if (!this.#decided.has(id)) this.#decided.set(id, schema)
    }
    this.#read = records.length
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
