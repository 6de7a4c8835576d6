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

/** Ids of the output schemas, registered under the live topics' subjects where they are not yet. */
export const outputSchemaIds = async (
  { names, registry, timings, log }: RegisteringOptions,
  signal: AbortSignal,
): Promise<Readonly<Record<OutputName, number>>> => {
  const ids: Partial<Record<OutputName, number>> = {}
  for (const output of OUTPUT_NAMES) {
    const subject = subjectOf(names.of(OUTPUT_TOPICS[output]))
    ids[output] = await retrying({ timings, signal, log, what: subject }, () =>
      registry.register(subject, OUTPUT_SCHEMAS[output]),
    )
  }
  return ids as Record<OutputName, number>
}
