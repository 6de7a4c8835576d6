import { OUTPUT_NAMES, OUTPUT_SCHEMAS, OUTPUT_TOPICS, type OutputName, subjectOf } from '@order-up/contracts'
import type { KafkaTimings } from '../connection.ts'
import { retrying } from '../retrying.ts'
import type { TopicNames } from '../topic-names.ts'
import type { SchemaSource } from './schema-source.ts'

export interface RegisteringOptions {
  readonly names: TopicNames
  readonly registry: SchemaSource
  readonly timings: KafkaTimings
  readonly log: (line: string) => void
}

/** Ids of the output schemas, registered under the live topics' subjects where they are not yet: once, for ids last. */
export class OutputSchemaIds {
  readonly #options: RegisteringOptions
  #known: Readonly<Record<OutputName, number>> | undefined

  constructor(options: RegisteringOptions) {
    this.#options = options
  }

  async get(signal: AbortSignal): Promise<Readonly<Record<OutputName, number>>> {
    this.#known ??= await this.#register(signal)
    return this.#known
  }

  async #register(signal: AbortSignal): Promise<Readonly<Record<OutputName, number>>> {
    const { names, registry, timings, log } = this.#options
    const ids: Partial<Record<OutputName, number>> = {}
    for (const output of OUTPUT_NAMES) {
      const subject = subjectOf(names.of(OUTPUT_TOPICS[output]))
      ids[output] = await retrying({ timings, signal, log, what: subject }, () =>
        registry.register(subject, OUTPUT_SCHEMAS[output]),
      )
    }
    return ids as Record<OutputName, number>
  }
}
